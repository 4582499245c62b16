-- SPDX-License-Identifier: Apache-2.0
-- Looking for events by who, what, where and when; each index is in order of time within what is looked for.
create index audit_events_by_time on audit_events (at);
create index audit_events_by_actor on audit_events (actor, at);
create index audit_events_by_outcome on audit_events (outcome, at);
create index audit_events_by_target on audit_events (target, at) where target <> '';
create index audit_events_by_app on audit_events (app_id, at) where app_id <> '';

-- What happened how often within an hour of UTC (hours since the epoch), so that the console's first page costs the same
-- however long the log is. The kinds are those of server/storage/statistics.h.
create table hourly_counts (
  hour integer not null,
  kind text not null,
  count integer not null,
  primary key (hour, kind)
) strict, without rowid;
insert into hourly_counts (hour, kind, count)
  select at / 3600000, case when outcome = 'success' then 'sign_in' else 'failure' end as kind, count(*)
  from audit_events where action = 'user.sign_in' group by at / 3600000, kind;

create index users_by_last_sign_in on users (last_sign_in_at);
