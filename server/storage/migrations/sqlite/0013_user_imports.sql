-- SPDX-License-Identifier: Apache-2.0
-- Files of users on their way in: received and checked row by row, then brought in together or in part.
create table user_imports (
  id text primary key,
  state text not null check (state in ('receiving', 'running', 'done', 'refused')),
  mode text not null check (mode in ('', 'all_or_none', 'skip_bad')), -- said when it is run
  columns text not null,     -- the file's header, comma-separated
  lines integer not null,    -- lines of the file received
  rows integer not null,
  bad integer not null,
  added integer not null,
  done_line integer not null, -- rows up to this line are brought in
  created_at integer not null,
  changed_at integer not null
) strict, without rowid;
create index user_imports_by_change on user_imports (changed_at);

create table user_import_rows (
  import_id text not null references user_imports (id) on delete cascade,
  line integer not null,
  email text not null,
  first_name text not null,
  last_name text not null,
  name text not null,
  locale text,
  time_zone text,
  disabled integer not null,
  password_hash text,
  bad_field text,            -- of a row that can't be brought in
  bad_message text,
  primary key (import_id, line)
) strict, without rowid;
create unique index user_import_rows_by_email on user_import_rows (import_id, email) where bad_field is null;
create index user_import_rows_bad on user_import_rows (import_id, line) where bad_field is not null;
