-- SPDX-License-Identifier: Apache-2.0
-- What has happened that apps must hear of, because tokens that they hold may say otherwise. `position` is logical time: a
-- token carries the position at which it was decided, and what stands behind it happened after that decision.
--
-- Triggers write these rows, so that no path that ends something can forget to. The transaction seals its rows before it
-- commits: time, expiry, and one row where several say the same.
create table signal_events (
  position integer primary key autoincrement,
  at integer not null default 0, -- 0 until sealed
  kind text not null,
  apps text,                     -- whom it concerns: null every app, else `,orders,billing,`
  user_id text,
  session_id text,
  stream_id text,                -- for one stream alone
  detail text not null default '',
  expires_at integer not null default 0
) strict;
create index signal_events_unsealed on signal_events (position) where at = 0;
create index signal_events_by_expiry on signal_events (expires_at);

-- A row here while what has ended by time is swept away: nobody needs to hear of that.
create table signals_muted (
  reason text primary key
) strict, without rowid;

-- What an app's verifiers are told beside its keys. Both numbers are positions.
create table app_policies (
  app_id text primary key references apps (id) on delete cascade,
  version integer not null,
  app_epoch integer not null,      -- tokens decided before it are dead
  issued_after integer not null,   -- seconds; 0: no such rule
  required_claims text not null    -- words
) strict, without rowid;
insert into app_policies (app_id, version, app_epoch, issued_after, required_claims) select id, 0, 0, 0, '' from apps;

-- One row an instance of an app that follows the events (OpenID Shared Signals).
create table signal_streams (
  id text primary key,
  app_id text not null references apps (id) on delete cascade,
  delivery text not null check (delivery in ('poll', 'push')),
  endpoint_url text not null,
  sealed_authorization blob,       -- what a push carries as Authorization
  events_requested text not null,  -- words; empty: all
  description text not null,
  status text not null check (status in ('enabled', 'paused', 'disabled')),
  status_reason text not null,
  instance_id text not null,
  instance_host text not null,
  instance_version text not null,
  instance_secrets text not null,  -- kids, as words
  acknowledged integer not null,   -- position
  created_at integer not null,
  last_seen_at integer not null,
  failures integer not null,       -- of pushes, since the last that arrived
  next_attempt_at integer not null
) strict, without rowid;
create index signal_streams_by_app on signal_streams (app_id);
create index signal_streams_by_turn on signal_streams (next_attempt_at) where delivery = 'push';

create table signal_stream_exclusions (
  stream_id text not null references signal_streams (id) on delete cascade,
  user_id text not null,
  primary key (stream_id, user_id)
) strict, without rowid;

-- Sessions of a user who is gone or disabled end with that event. Apps hear of their members alone.
create trigger signal_session_ended after delete on sessions
when not exists (select 1 from signals_muted)
  and exists (select 1 from users where id = old.user_id and disabled_at is null)
begin
  insert into signal_events (kind, apps, user_id, session_id)
  select 'session-revoked', ',' || group_concat(app_id) || ',', old.user_id, old.id
  from members where user_id = old.user_id group by user_id;
end;

create trigger signal_assurance_changed after update of amr on sessions
when old.amr <> new.amr
begin
  insert into signal_events (kind, apps, user_id, session_id, detail)
  select 'assurance-level-change', ',' || group_concat(app_id) || ',', new.user_id, new.id, old.amr || ',' || new.amr
  from members where user_id = new.user_id group by user_id;
end;

-- What one app held of a session: taken back by the app, by the user, or because its code or refresh token was stolen.
create trigger signal_grant_ended after delete on grants
when not exists (select 1 from signals_muted)
  and exists (select 1 from sessions where id = old.session_id)
  and exists (select 1 from members where app_id = old.app_id and user_id = old.user_id)
begin
  insert into signal_events (kind, apps, user_id, session_id)
  values ('session-revoked', ',' || old.app_id || ',', old.user_id, old.session_id);
end;

create trigger signal_user_disabled after update of disabled_at on users
when (old.disabled_at is null) <> (new.disabled_at is null)
begin
  insert into signal_events (kind, apps, user_id)
  select case when new.disabled_at is null then 'account-enabled' else 'account-disabled' end,
    ',' || group_concat(app_id) || ',', new.id
  from members where user_id = new.id group by user_id;
end;

create trigger signal_credential_changed after update of password_hash on users
when old.password_hash is not new.password_hash and not exists (select 1 from signals_muted)
begin
  insert into signal_events (kind, apps, user_id)
  select 'credential-change', ',' || group_concat(app_id) || ',', new.id
  from members where user_id = new.id group by user_id;
end;

-- Before, because the memberships go with the user.
create trigger signal_user_deleted before delete on users
begin
  insert into signal_events (kind, apps, user_id)
  select 'account-purged', ',' || group_concat(app_id) || ',', old.id
  from members where user_id = old.id group by user_id;
end;

create trigger signal_member_removed after delete on members
when exists (select 1 from users where id = old.user_id) and exists (select 1 from apps where id = old.app_id)
begin
  insert into signal_events (kind, apps, user_id) values ('member-removed', ',' || old.app_id || ',', old.user_id);
end;

create trigger signal_role_given after insert on member_roles
begin
  insert into signal_events (kind, apps, user_id) values ('roles', ',' || new.app_id || ',', new.user_id);
end;

create trigger signal_role_taken after delete on member_roles
when exists (select 1 from members where app_id = old.app_id and user_id = old.user_id)
  and exists (select 1 from apps where id = old.app_id)
begin
  insert into signal_events (kind, apps, user_id) values ('roles', ',' || old.app_id || ',', old.user_id);
end;

create trigger signal_permission_given after insert on role_permissions
begin
  insert into signal_events (kind, apps) values ('policy', ',' || new.app_id || ',');
end;

create trigger signal_permission_taken after delete on role_permissions
when exists (select 1 from apps where id = old.app_id)
begin
  insert into signal_events (kind, apps) values ('policy', ',' || old.app_id || ',');
end;

create trigger signal_app_added after insert on apps
begin
  insert into app_policies (app_id, version, app_epoch, issued_after, required_claims) values (new.id, 0, 0, 0, '');
  insert into signal_events (kind, apps) values ('policy', ',' || new.id || ',');
end;

create trigger signal_algorithm_changed after update of algorithm on apps
when old.algorithm <> new.algorithm
begin
  insert into signal_events (kind, apps) values ('policy', ',' || new.id || ',');
end;

create trigger signal_policy_changed after update of issued_after, required_claims on app_policies
when old.issued_after <> new.issued_after or old.required_claims <> new.required_claims
begin
  insert into signal_events (kind, apps) values ('policy', ',' || new.app_id || ',');
end;

create trigger signal_policy_versioned after insert on signal_events
when new.kind = 'policy'
begin
  update app_policies set version = new.position where app_id = trim(new.apps, ',');
end;

create trigger signal_app_epoch after insert on signal_events
when new.kind = 'app-epoch'
begin
  update app_policies set app_epoch = new.position where app_id = trim(new.apps, ',');
end;
