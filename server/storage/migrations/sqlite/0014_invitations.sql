-- SPDX-License-Identifier: Apache-2.0
-- Invitations to apps. `invited_by` outlives its user, so that the invitation of somebody who is gone is known for one.
create table invitations (
  id text primary key,
  app_id text not null references apps (id) on delete cascade,
  email text,              -- absent: an open link
  token_hash blob not null unique,
  invited_by text,         -- absent: the machine's owner
  lifetime integer not null, -- seconds
  max_uses integer not null,
  uses integer not null,
  created_at integer not null,
  sent_at integer not null,
  expires_at integer not null,
  seen_at integer,
  accepted_at integer,
  revoked_at integer
) strict, without rowid;
create index invitations_by_app on invitations (app_id, id);
create index invitations_by_expiry on invitations (expires_at);

create table invitation_roles (
  invitation_id text not null references invitations (id) on delete cascade,
  role_name text not null,
  app_id text not null, -- behind the key: SQLite 3.40's check of a table in another order finds faults that are none
  primary key (invitation_id, role_name),
  foreign key (app_id, role_name) references roles (app_id, name) on delete cascade
) strict, without rowid;
create index invitation_roles_by_role on invitation_roles (app_id, role_name);
