// SPDX-License-Identifier: Apache-2.0
import { call, textOf } from '../../api/call';
import { explain } from '../../api/explain';
import { element, make } from '../../dom/element';
import { showNotice } from '../../dom/notice';
import { say } from '../../dom/say';
import { makeTimeFormat } from '../../dom/time';
import { deviceName } from './device_name';
import { fillSection } from './section';

const time = makeTimeFormat({ dateStyle: 'medium', timeStyle: 'short' });

/** One's own sessions, this one first; the others can be ended here. */
export function showSessions(sessions: Record<string, unknown>[]): void {
  const ordered = [...sessions].sort((a, b) => Number(b['current'] === true) - Number(a['current'] === true));
  fillSection('sessions', say('No sessions.'), ordered.map(sessionRow));
  element('end-sessions', HTMLElement).hidden = sessions.length < 2;
}

export function wireEndSessions(): void {
  const others = element('end-others', HTMLButtonElement);
  others.addEventListener('click', () => void endAll(others, '?keep=current'));
  const all = element('end-all', HTMLButtonElement);
  all.addEventListener('click', () => void endAll(all, ''));
}

async function endAll(button: HTMLElement, query: string): Promise<void> {
  button.setAttribute('aria-disabled', 'true');
  const answer = await call('DELETE', `/api/v1/me/sessions${query}`);
  button.removeAttribute('aria-disabled');
  if (answer.kind !== 'done') return showNotice('problem', explain(answer));
  if (query === '') return location.replace('/signed-out');
  for (const row of document.querySelectorAll('#sessions li')) if (row.querySelector('button')) row.remove();
  element('end-sessions', HTMLElement).hidden = true;
  element('status', HTMLElement).textContent = say('You are signed out everywhere else.');
  element('sessions-title', HTMLElement).focus();
}

function sessionRow(session: Record<string, unknown>): HTMLElement {
  const device = deviceName(textOf(session['userAgent']));
  const title = make('strong', { text: device });
  const row = make('li', {}, [
    make('div', { className: 'what' }, [title, make('span', { className: 'fine', text: facts(session) })]),
  ]);
  if (session['current'] === true)
    title.append(make('span', { className: 'badge', text: say('This device') }));
  else row.append(endButton(textOf(session['id']), device, row));
  return row;
}

function facts(session: Record<string, unknown>): string {
  const since = new Date(textOf(session['lastSeenAt']) || textOf(session['createdAt']));
  const when = Number.isNaN(since.getTime()) ? '' : say('Last active {time}', { time: time.format(since) });
  return [when, textOf(session['place']), textOf(session['clientAddress'])]
    .filter((part) => part !== '')
    .join(' · ');
}

function endButton(id: string, device: string, row: HTMLElement): HTMLElement {
  const button = make('button', { className: 'button plain small', text: say('Sign out') });
  button.type = 'button';
  button.setAttribute('aria-label', say('Sign out {device}', { device }));
  button.addEventListener('click', () => void end(id, device, row, button));
  return button;
}

async function end(id: string, device: string, row: HTMLElement, button: HTMLElement): Promise<void> {
  button.setAttribute('aria-disabled', 'true');
  const answer = await call('DELETE', `/api/v1/me/sessions/${encodeURIComponent(id)}`);
  // 404: it had ended already, which is what was wanted.
  if (answer.kind === 'done' || (answer.kind === 'refused' && answer.status === 404)) {
    row.remove();
    element('status', HTMLElement).textContent = say('{device} is signed out.', { device });
    element('sessions-title', HTMLElement).focus();
    return;
  }
  button.removeAttribute('aria-disabled');
  showNotice('problem', explain(answer));
}
