-- SPDX-License-Identifier: Apache-2.0
-- What users are listed by stands in narrow tables of its own, by their number (see storage/user_index.h). The program
-- fills them, also for the rows that are here already.
drop index users_by_number;
drop index users_by_name;
drop index users_by_email;
drop index users_by_sign_in;
alter table users drop column state;
alter table users drop column sign_in_key;
alter table users drop column name_key;
update users set number = null;
update user_counts set next_number = 1;
create index users_without_number on users (id) where number is null;

create table user_order (
  number integer primary key,
  id text not null,           -- of the row in users
  name_key text not null,     -- the shown name without case and accents
  email text not null,
  signed_in integer not null  -- last, 0: never
) strict;
create index user_order_by_name on user_order (name_key, number);
create index user_order_by_email on user_order (email, number);
create index user_order_by_sign_in on user_order (signed_in, number);

-- The sets of one term lie side by side, full ones two on a page, so that a search reads all of them in one go.
drop table user_terms;
create table user_terms (
  id integer primary key,
  term blob not null unique
) strict;
create table user_sets (
  place integer primary key, -- the term's id and which run of numbers (see storage/user_sets.h)
  numbers blob not null      -- who of them has the term, see storage/number_set.h
) strict;
