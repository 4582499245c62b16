-- SPDX-License-Identifier: Apache-2.0
alter table apps add column backchannel_logout_uri text not null default '';

-- Apps that are yet to be told that a session has ended.
create table logout_notices (
  id integer primary key autoincrement,
  app_id text not null references apps (id) on delete cascade,
  user_id text not null, -- gone, perhaps
  session_id text not null,
  attempts integer not null default 0,
  first_attempt_at integer, -- attempts go on for a day from then
  next_attempt_at integer not null default 0,
  claimed_until integer not null default 0
) strict;
create index logout_notices_by_turn on logout_notices (next_attempt_at, id);
create index logout_notices_by_app on logout_notices (app_id, claimed_until);

create unique index logout_notices_by_session on logout_notices (session_id, app_id);

-- However a session ends, every app that it entered and that wants to know is told.
create trigger sessions_end before delete on sessions begin
  insert or ignore into logout_notices (app_id, user_id, session_id)
    select distinct grants.app_id, old.user_id, old.id from grants join apps on apps.id = grants.app_id
    where grants.session_id = old.id and apps.backchannel_logout_uri <> '';
end;
-- While their grants are still there to tell which apps those are.
create trigger users_end before delete on users begin
  insert or ignore into logout_notices (app_id, user_id, session_id)
    select distinct grants.app_id, old.id, grants.session_id from grants join apps on apps.id = grants.app_id
    where grants.user_id = old.id and apps.backchannel_logout_uri <> '';
end;

-- Authorization requests that an app has sent ahead (RFC 9126).
create table pushed_requests (
  uri_hash blob primary key,
  app_id text not null references apps (id) on delete cascade,
  parameters text not null,
  expires_at integer not null
) strict, without rowid;
create index pushed_requests_by_expiry on pushed_requests (expires_at);

-- Devices that wait for a person to let them in from elsewhere (RFC 8628).
create table device_requests (
  device_hash blob primary key,
  user_code text not null unique, -- short-lived, and worth nothing without a person who signs in and agrees
  app_id text not null references apps (id) on delete cascade,
  scope text not null,
  grant_id text references grants (id) on delete cascade, -- once somebody has agreed
  refused integer not null default 0,
  poll_interval integer not null, -- seconds
  last_poll_at integer not null default 0,
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index device_requests_by_expiry on device_requests (expires_at);
create index device_requests_by_grant on device_requests (grant_id);

-- Each lets apps register themselves (RFC 7591) until it expires or is revoked.
create table registration_tokens (
  id text primary key,
  name text not null,
  token_hash blob not null unique,
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;
