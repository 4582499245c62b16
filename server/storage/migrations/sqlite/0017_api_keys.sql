-- SPDX-License-Identifier: Apache-2.0
-- Programs that use the API: a role and apps like a user, and no way to sign in.
create table service_accounts (
  id text primary key,
  name text not null,
  platform_role text check (platform_role in ('administrator', 'auditor')),
  disabled_at integer,
  created_at integer not null,
  updated_at integer not null,
  version integer not null
) strict, without rowid;

create table service_account_apps (
  account_id text not null references service_accounts (id) on delete cascade,
  app_id text not null references apps (id) on delete cascade,
  primary key (account_id, app_id)
) strict, without rowid;
create index service_account_apps_by_app on service_account_apps (app_id);

create table api_keys (
  id text primary key,
  key_hash blob not null unique,
  name text not null,
  user_id text references users (id) on delete cascade,
  account_id text references service_accounts (id) on delete cascade,
  permissions text not null,       -- names, separated by spaces
  limited_to_apps integer not null, -- whether it counts in the apps of api_key_apps only
  hint text not null,
  created_at integer not null,
  expires_at integer not null,
  last_used_at integer,
  check ((user_id is null) <> (account_id is null))
) strict, without rowid;
create index api_keys_by_user on api_keys (user_id);
create index api_keys_by_account on api_keys (account_id);

create table api_key_apps (
  key_id text not null references api_keys (id) on delete cascade,
  app_id text not null references apps (id) on delete cascade,
  primary key (key_id, app_id)
) strict, without rowid;
create index api_key_apps_by_app on api_key_apps (app_id);
