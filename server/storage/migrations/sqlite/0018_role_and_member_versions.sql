-- SPDX-License-Identifier: Apache-2.0
-- What changes to them are compared by, so that nobody overwrites what they have not seen.
alter table roles add column version integer not null default 1;
alter table members add column version integer not null default 1;
