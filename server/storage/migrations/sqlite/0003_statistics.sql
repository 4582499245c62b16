-- SPDX-License-Identifier: Apache-2.0
-- Counting sign-ins of the last days reads these and nothing else.
create index audit_events_by_action on audit_events (action, at);
