-- SPDX-License-Identifier: Apache-2.0
-- Apps may hold a secret in their configuration long after it was retired: their verifiers are told to refuse it.
create table app_retired_secrets (
  app_id text not null references apps (id) on delete cascade,
  kid text not null,
  refused_from integer not null, -- seconds: when the last token that it signed has expired
  primary key (app_id, kid)
) strict, without rowid;

create trigger signal_secret_retired after insert on app_retired_secrets
begin
  insert into signal_events (kind, apps) values ('policy', ',' || new.app_id || ',');
end;
