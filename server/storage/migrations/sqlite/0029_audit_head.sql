-- SPDX-License-Identifier: Apache-2.0
-- Where the chain of the audit log has come to, so that its end can't be taken away unnoticed.
create table audit_head (
  only integer primary key check (only = 1),
  id integer not null,
  chain_hash blob not null
) strict;
insert into audit_head (only, id, chain_hash)
select 1, coalesce(max(id), 0), coalesce((select chain_hash from audit_events order by id desc limit 1), x'')
from audit_events;
