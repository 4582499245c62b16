-- SPDX-License-Identifier: Apache-2.0
-- What an app's roles can be made of: typed in by administrators, or declared by the app and then accepted or not.
create table app_permissions (
  app_id text not null references apps (id) on delete cascade,
  name text not null,
  state text not null check (state in ('waiting', 'accepted', 'rejected')),
  is_declared integer not null, -- whether the app named it when it last declared
  created_at integer not null,
  primary key (app_id, name)
) strict, without rowid;

insert into app_permissions (app_id, name, state, is_declared, created_at)
  select distinct app_id, permission, 'accepted', 0, 0 from role_permissions;
