-- SPDX-License-Identifier: Apache-2.0
-- Wrong passwords by account, so that a restart gives nobody a fresh allowance. `lane` is a keyed fingerprint of the
-- address that was typed, known or not; a row ends at `empty_at`.
create table guess_counts (
  lane integer primary key,
  empty_at integer not null
) strict;
create index guess_counts_by_end on guess_counts (empty_at);
