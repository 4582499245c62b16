-- SPDX-License-Identifier: Apache-2.0
-- Who looks after an app without looking after the platform.
create table app_managers (
  app_id text not null references apps (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  created_at integer not null,
  primary key (app_id, user_id)
) strict, without rowid;
create index app_managers_by_user on app_managers (user_id);
