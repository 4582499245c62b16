-- SPDX-License-Identifier: Apache-2.0
-- Accounts of people who signed up and wait until an administrator lets them in; disabled until then.
create table sign_up_approvals (
  user_id text primary key references users (id) on delete cascade,
  asked_at integer not null
) strict, without rowid;
