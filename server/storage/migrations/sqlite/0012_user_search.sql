-- SPDX-License-Identifier: Apache-2.0
-- What lists of users are sorted, filtered and searched by. `number` and `name_key` are made by the program (see
-- storage/user_index.h), also for the rows that are here already.
alter table users add column number integer; -- short name of the user within user_search
alter table users add column name_key text;  -- the shown name without case and accents
alter table users add column state text generated always as (
  case when disabled_at is not null then 'disabled' when last_sign_in_at is null then 'pending' else 'active' end) virtual;
alter table users add column sign_in_key integer generated always as (coalesce(last_sign_in_at, 0)) virtual;

create unique index users_by_number on users (number);
create index users_by_name on users (name_key);
create index users_by_sign_in on users (sign_in_key);
create index users_by_state on users (state);
create index users_by_state_and_name on users (state, name_key);
create index users_by_state_and_email on users (state, email);
create index users_by_state_and_sign_in on users (state, sign_in_key);
create index users_by_platform_role on users (platform_role) where platform_role is not null;
create index users_unverified on users (id) where email_verified = 0;

-- Every ending of a user's names and address, so that a search is one range of this table.
create table user_search (
  key text not null,
  number integer not null,
  primary key (key, number)
) strict, without rowid;

create table user_counts (
  only integer primary key check (only = 1),
  users integer not null,
  next_number integer not null
) strict;
insert into user_counts (only, users, next_number) select 1, count(*), 1 from users;
