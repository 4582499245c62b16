-- SPDX-License-Identifier: Apache-2.0
-- Platform keys are published before they sign, and stay published as long as something signed by them is valid.
alter table platform_keys add column active_at integer not null default 0; -- signs from then on
alter table platform_keys add column withdrawn_at integer;                 -- trusted no more
update platform_keys set active_at = created_at;

create trigger signal_key_added after insert on platform_keys
when exists (select 1 from platform_keys where algorithm = new.algorithm and kid <> new.kid)
begin
  insert into signal_events (kind, detail) values ('keys-change', '[]');
end;

create trigger signal_key_withdrawn after update of withdrawn_at on platform_keys
when old.withdrawn_at is null and new.withdrawn_at is not null
begin
  insert into signal_events (kind, detail) values ('keys-change', '["' || new.kid || '"]');
end;

-- While an app changes to another algorithm its verifiers accept the former one too, and hear of it before tokens change.
alter table app_policies add column former_algorithm text not null default '';
alter table app_policies add column algorithm_changed_at integer not null default 0;

drop trigger signal_algorithm_changed;
create trigger signal_algorithm_changed after update of algorithm on apps
when old.algorithm <> new.algorithm
begin
  update app_policies set former_algorithm = old.algorithm, algorithm_changed_at = new.updated_at where app_id = new.id;
end;

drop trigger signal_policy_changed;
create trigger signal_policy_changed after update of issued_after, required_claims, former_algorithm, algorithm_changed_at on app_policies
when old.issued_after <> new.issued_after or old.required_claims <> new.required_claims
  or old.former_algorithm <> new.former_algorithm or old.algorithm_changed_at <> new.algorithm_changed_at
begin
  insert into signal_events (kind, apps) values ('policy', ',' || new.app_id || ',');
end;
