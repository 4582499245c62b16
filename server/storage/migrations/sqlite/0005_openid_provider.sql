-- SPDX-License-Identifier: Apache-2.0
-- What an app is as an OAuth client.
alter table apps add column client_type text not null default 'confidential'
  check (client_type in ('confidential', 'public'));
alter table apps add column pkce_optional integer not null default 0;
alter table apps add column jwks text not null default ''; -- its public keys, where it authenticates by private_key_jwt
alter table apps add column userinfo_algorithm text not null default ''; -- of signed UserInfo; empty: plain JSON

create table app_post_logout_uris (
  app_id text not null references apps (id) on delete cascade,
  uri text not null,
  primary key (app_id, uri)
) strict, without rowid;

-- Assertions that apps have authenticated with, until they expire: each is good once.
create table used_client_assertions (
  app_id text not null references apps (id) on delete cascade,
  id_hash blob not null,
  expires_at integer not null,
  primary key (app_id, id_hash)
) strict, without rowid;
create index used_client_assertions_by_expiry on used_client_assertions (expires_at);

-- What a user lets a third-party app know.
create table consents (
  user_id text not null references users (id) on delete cascade,
  app_id text not null references apps (id) on delete cascade,
  scope text not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (user_id, app_id)
) strict, without rowid;
