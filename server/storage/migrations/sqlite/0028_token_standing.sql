-- SPDX-License-Identifier: Apache-2.0
-- Whether an event ended a token is asked for one user, or for an app as a whole.
create index signal_events_by_user on signal_events (user_id, position) where user_id is not null;
create index signal_events_of_epochs on signal_events (position) where kind = 'app-epoch';

-- A grant that another app's token was exchanged for (RFC 8693) ends when anything ends that this app got by the same
-- sign-in, since that may be what it came from.
alter table grants add column exchanged_from text not null default ''; -- `,orders,billing,`: the apps on the way
create trigger grant_exchange_ended after delete on grants
when not exists (select 1 from signals_muted)
begin
  delete from grants where session_id = old.session_id and instr(exchanged_from, ',' || old.app_id || ',') > 0;
end;
