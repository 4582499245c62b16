-- SPDX-License-Identifier: Apache-2.0
-- Times are milliseconds since the epoch, UTC. Secrets are sealed (columns named sealed_*), bearer values are stored as
-- SHA-256 hashes (columns named *_hash).

create table users (
  id text primary key,
  email text not null unique,
  email_verified integer not null,
  first_name text not null,
  last_name text not null,
  name text not null,
  locale text,
  time_zone text,
  password_hash text,
  platform_role text check (platform_role in ('owner', 'administrator', 'auditor')),
  disabled_at integer,
  last_sign_in_at integer,
  created_at integer not null,
  updated_at integer not null,
  version integer not null
) strict, without rowid;

create table apps (
  id text primary key,
  name text not null,
  base_url text not null,
  algorithm text not null,
  token_lifetime integer not null, -- seconds
  third_party integer not null,
  created_at integer not null,
  updated_at integer not null,
  version integer not null
) strict, without rowid;

create table app_redirect_uris (
  app_id text not null references apps (id) on delete cascade,
  uri text not null,
  primary key (app_id, uri)
) strict, without rowid;

create table app_secrets (
  app_id text not null references apps (id) on delete cascade,
  slot text not null check (slot in ('current', 'next', 'previous')),
  sealed_secret blob not null,
  created_at integer not null,
  primary key (app_id, slot)
) strict, without rowid;

create table roles (
  app_id text not null references apps (id) on delete cascade,
  name text not null,
  primary key (app_id, name)
) strict, without rowid;

create table role_permissions (
  app_id text not null,
  role_name text not null,
  permission text not null,
  primary key (app_id, role_name, permission),
  foreign key (app_id, role_name) references roles (app_id, name) on delete cascade
) strict, without rowid;

create table members (
  app_id text not null references apps (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  created_at integer not null,
  primary key (app_id, user_id)
) strict, without rowid;
create index members_by_user on members (user_id);

create table member_roles (
  app_id text not null,
  user_id text not null,
  role_name text not null,
  primary key (app_id, user_id, role_name),
  foreign key (app_id, user_id) references members (app_id, user_id) on delete cascade,
  foreign key (app_id, role_name) references roles (app_id, name) on delete cascade
) strict, without rowid;
create index member_roles_by_role on member_roles (app_id, role_name);

create table sessions (
  id text primary key,
  token_hash blob not null unique,
  user_id text not null references users (id) on delete cascade,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null,
  authenticated_at integer not null,
  amr text not null,
  client_address text not null,
  user_agent text not null
) strict, without rowid;
create index sessions_by_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);

-- What an app got by one sign-in of one user; its codes and refresh tokens end with it.
create table grants (
  id text primary key,
  app_id text not null references apps (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  session_id text not null references sessions (id) on delete cascade,
  scope text not null,
  created_at integer not null
) strict, without rowid;
create index grants_by_session on grants (session_id);
create index grants_by_user on grants (user_id);
create index grants_by_app on grants (app_id);

create table authorization_codes (
  code_hash blob primary key,
  grant_id text not null references grants (id) on delete cascade,
  redirect_uri text not null,
  code_challenge text not null,
  nonce text not null,
  expires_at integer not null,
  used_at integer
) strict, without rowid;
create index authorization_codes_by_grant on authorization_codes (grant_id);
create index authorization_codes_by_expiry on authorization_codes (expires_at);

-- One row a refresh token; `successor_of` is the hash of the token that it replaced.
create table refresh_tokens (
  token_hash blob primary key,
  grant_id text not null references grants (id) on delete cascade,
  successor_of blob,
  sealed_successor blob, -- the next token, kept for the retry window of its client
  used_at integer,       -- when it was exchanged for its successor
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index refresh_tokens_by_grant on refresh_tokens (grant_id);
create index refresh_tokens_by_expiry on refresh_tokens (expires_at);

create table platform_keys (
  kid text primary key,
  algorithm text not null,
  sealed_private_key blob not null,
  created_at integer not null
) strict, without rowid;

create table settings (
  name text primary key,
  value text not null
) strict, without rowid;

-- Each row's hash covers the row and the hash before it, so that a change or a gap shows.
create table audit_events (
  id integer primary key,
  at integer not null,
  action text not null,
  outcome text not null,
  reason text not null,
  actor text not null,
  target text not null,
  app_id text not null,
  session_id text not null,
  client_address text not null,
  request_id text not null,
  chain_hash blob not null
) strict;
