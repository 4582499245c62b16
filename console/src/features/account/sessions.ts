// SPDX-License-Identifier: Apache-2.0
import { call, textOf } from '../../api/call';
import { explain } from '../../api/explain';
import { element, make } from '../../dom/element';
import { showNotice } from '../../dom/notice';
import { deviceName } from './device_name';
import { fillSection } from './section';

const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** One's own sessions, this one first; the others can be ended here. */
export function showSessions(sessions: Record<string, unknown>[]): void {
  const ordered = [...sessions].sort((a, b) => Number(b['current'] === true) - Number(a['current'] === true));
  fillSection('sessions', 'No sessions.', ordered.map(sessionRow));
}

function sessionRow(session: Record<string, unknown>): HTMLElement {
  const device = deviceName(textOf(session['userAgent']));
  const title = make('strong', { text: device });
  const row = make('li', {}, [
    make('div', { className: 'what' }, [title, make('span', { className: 'fine', text: facts(session) })]),
  ]);
  if (session['current'] === true) title.append(make('span', { className: 'badge', text: 'This device' }));
  else row.append(endButton(textOf(session['id']), device, row));
  return row;
}

function facts(session: Record<string, unknown>): string {
  const since = new Date(textOf(session['lastSeenAt']) || textOf(session['createdAt']));
  const when = Number.isNaN(since.getTime()) ? '' : `Last active ${time.format(since)}`;
  return [when, textOf(session['clientAddress'])].filter((part) => part !== '').join(' · ');
}

function endButton(id: string, device: string, row: HTMLElement): HTMLElement {
  const button = make('button', { className: 'button plain small', text: 'Sign out' });
  button.type = 'button';
  button.setAttribute('aria-label', `Sign out ${device}`);
  button.addEventListener('click', () => void end(id, device, row, button));
  return button;
}

async function end(id: string, device: string, row: HTMLElement, button: HTMLElement): Promise<void> {
  button.setAttribute('aria-disabled', 'true');
  const answer = await call('DELETE', `/api/v1/me/sessions/${encodeURIComponent(id)}`);
  // 404: it had ended already, which is what was wanted.
  if (answer.kind === 'done' || (answer.kind === 'refused' && answer.status === 404)) {
    row.remove();
    element('status', HTMLElement).textContent = `${device} is signed out.`;
    element('sessions-title', HTMLElement).focus();
    return;
  }
  button.removeAttribute('aria-disabled');
  showNotice('problem', explain(answer));
}
