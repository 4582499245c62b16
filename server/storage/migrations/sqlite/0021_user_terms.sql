-- SPDX-License-Identifier: Apache-2.0
-- Users are searched and filtered by sets of their numbers, one for each piece of a name or address and each state
-- (see storage/user_index.h). The program makes them, also for the rows that are here already.
drop table user_search;
create table user_terms (
  term blob not null,
  part integer not null,     -- which run of numbers
  numbers blob not null,     -- who of them has the term, see storage/number_set.h
  primary key (term, part)
) strict;
update users set number = null, name_key = null;
update user_counts set next_number = 1;

-- Each order also names the row, so that who is not asked for is passed over without a look at the row itself.
drop index users_by_name;
drop index users_by_sign_in;
drop index users_by_state;
drop index users_by_state_and_name;
drop index users_by_state_and_email;
drop index users_by_state_and_sign_in;
drop index users_unverified;
create index users_by_name on users (name_key, number);
create index users_by_email on users (email, number);
create index users_by_sign_in on users (sign_in_key, number);
create index users_by_state_and_name on users (state, name_key, number);
create index users_by_state_and_email on users (state, email, number);
create index users_by_state_and_sign_in on users (state, sign_in_key, number);
