-- SPDX-License-Identifier: Apache-2.0
-- Accounts whose owners want them gone, and when that is done unless they think better of it.
create table account_deletions (
  user_id text primary key references users (id) on delete cascade,
  asked_at integer not null,
  due_at integer not null
) strict, without rowid;
create index account_deletions_by_due on account_deletions (due_at);
