-- SPDX-License-Identifier: Apache-2.0
-- Who is in a state is known by number (see storage/user_index.h); orders of their own for each state cost more when
-- users are added than they save when few are looked for.
drop index users_by_state_and_name;
drop index users_by_state_and_email;
drop index users_by_state_and_sign_in;
