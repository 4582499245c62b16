-- SPDX-License-Identifier: Apache-2.0
-- Tokens of apps with public keys get keys of their own. What there is by now goes on signing identities and events.
alter table platform_keys add column purpose text not null default 'identity' check (purpose in ('identity', 'app_tokens'));

-- A key that is published before it signs is told: apps that hold the JWKS lack it.
drop trigger signal_key_added;
create trigger signal_key_added after insert on platform_keys
when new.active_at > new.created_at
  or exists (select 1 from platform_keys where purpose = new.purpose and algorithm = new.algorithm and kid <> new.kid)
begin
  insert into signal_events (kind, detail) values ('keys-change', '[]');
end;
