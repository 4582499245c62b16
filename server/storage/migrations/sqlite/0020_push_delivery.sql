-- SPDX-License-Identifier: Apache-2.0
-- What became of the pushes of a stream (RFC 8935), for its receiver and for administrators to read.
alter table signal_streams add column failing_since integer; -- null while pushes arrive
alter table signal_streams add column last_error text not null default '';
