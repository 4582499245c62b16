-- SPDX-License-Identifier: Apache-2.0
-- Mails on their way. What a mail says is sealed, because it holds links that let their reader in, and is dropped as soon
-- as the mail is delivered or given up.
create table mails (
  id integer primary key autoincrement,
  kind text not null,
  recipient text not null,
  subject text not null,
  sealed_content blob,
  message_id text not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
  urgency integer not null,           -- smaller goes first
  attempts integer not null,
  uncertain_attempts integer not null, -- ended without our knowing whether it was delivered
  next_attempt_at integer not null,
  useful_until integer not null,
  last_error text not null,
  created_at integer not null,
  finished_at integer
) strict;
create index mails_by_turn on mails (state, urgency, next_attempt_at);
create index mails_by_recipient on mails (recipient, kind, created_at);
create index mails_by_end on mails (finished_at);

-- Single-use links. A purpose never opens what another was made for; `bound_to` is the hash of what the link rests on, so
-- that it dies when that changes.
create table account_links (
  token_hash blob primary key,
  purpose text not null,
  user_id text references users (id) on delete cascade, -- absent where the account is yet to be made
  email text not null,
  bound_to blob not null,
  detail text not null,
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index account_links_by_user on account_links (user_id, purpose);
create index account_links_by_email on account_links (email, purpose);
create index account_links_by_expiry on account_links (expires_at);

-- What anybody may ask for without signing in. It is only noted while the request is answered and worked on afterwards, so
-- that neither the answer nor its time tells whether the address is known.
create table account_requests (
  id integer primary key autoincrement,
  purpose text not null,
  email text not null,
  detail text not null,
  client_address text not null,
  request_id text not null,
  created_at integer not null,
  done_at integer
) strict;
create index account_requests_by_turn on account_requests (done_at, id);
create index account_requests_by_email on account_requests (email, purpose, created_at);

-- Browsers that somebody has signed in from before.
create table known_devices (
  user_id text not null references users (id) on delete cascade,
  device_hash blob not null,
  first_seen_at integer not null,
  last_seen_at integer not null,
  primary key (user_id, device_hash)
) strict, without rowid;
