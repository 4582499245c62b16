// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { Table } from '../../ui/table';
import { Badge, Time } from '../../ui/values';
import { actionName, outcomeText, reasonText, type AuditEvent } from './event';
import { Who } from './who';

export function EventsTable({
  events,
  look,
}: {
  events: readonly AuditEvent[];
  look?: (event: AuditEvent) => void;
}) {
  return (
    <Table
      caption={t('audit.title')}
      rows={events}
      keyOf={(event) => event.id}
      columns={[
        { title: t('audit.what'), cell: (event) => <What event={event} look={look} />, className: 'lead' },
        { title: t('audit.who'), cell: (event) => <Who id={event.actor} name={event.actorName} /> },
        {
          title: t('audit.target'),
          cell: (event) =>
            event.target === event.actor ? <Who id="" /> : <Who id={event.target} name={event.targetName} />,
        },
        { title: t('audit.app'), cell: (event) => <Who id={event.appId} />, className: 'short' },
        { title: t('audit.when'), cell: (event) => <Time at={event.at} />, className: 'short' },
      ]}
    />
  );
}

function What({ event, look }: { event: AuditEvent; look: ((event: AuditEvent) => void) | undefined }) {
  return (
    <span className="event">
      {look ? (
        <button type="button" className="as-link" onClick={() => look(event)}>
          {actionName(event)}
        </button>
      ) : (
        actionName(event)
      )}
      {event.outcome !== 'success' && <Badge tone="bad">{outcomeText(event)}</Badge>}
      {event.reason !== '' && <span className="fine">{reasonText(event)}</span>}
    </span>
  );
}
