-- SPDX-License-Identifier: Apache-2.0
-- Pictures of people: PNG files of our own making, named by a hash that nobody can guess.
create table avatars (
  user_id text primary key references users (id) on delete cascade,
  hash text not null unique,
  png blob not null
) strict;

-- Repeated beside the name, so that lists need not look for it.
alter table users add column avatar_hash text;
