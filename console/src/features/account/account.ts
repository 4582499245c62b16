// SPDX-License-Identifier: Apache-2.0
import { call, isRecord, type Answer } from '../../api/call';
import { explain } from '../../api/explain';
import { element } from '../../dom/element';
import { showNotice } from '../../dom/notice';
import { readPageData } from '../../dom/page_data';
import { showApps } from './apps';
import { showConsents } from './consents';
import { wireCredentials } from './credentials';
import { showDeletion, wireDeletion } from './deletion';
import { wirePicture } from './picture';
import { showProfile, wireProfile } from './profile';
import { showSessions, wireEndSessions } from './sessions';

if (readPageData().viewer.platformRole !== '') element('console', HTMLAnchorElement).hidden = false;
const signOut = element('sign-out', HTMLButtonElement);

wireCredentials();
wireProfile();
wirePicture();
wireDeletion();
wireEndSessions();
signOut.addEventListener('click', () => void endSession());
void Promise.all([
  loadProfile(),
  loadDeletion(),
  load('/api/v1/me/apps', showApps),
  load('/api/v1/me/consents', showConsents),
  load('/api/v1/me/sessions', showSessions),
]);

async function loadProfile(): Promise<void> {
  const answer = await call('GET', '/api/v1/me');
  if (answer.kind === 'done') showProfile(answer.body, answer.etag);
  else sayWhy(answer);
}

async function loadDeletion(): Promise<void> {
  const answer = await call('GET', '/api/v1/me/deletion');
  if (answer.kind === 'done') showDeletion(answer.body);
}

async function load(path: string, show: (items: Record<string, unknown>[]) => void): Promise<void> {
  const answer = await call('GET', path);
  if (answer.kind !== 'done') return sayWhy(answer);
  const items = isRecord(answer.body) ? answer.body['items'] : undefined;
  show(Array.isArray(items) ? items.filter(isRecord) : []);
}

async function endSession(): Promise<void> {
  signOut.setAttribute('aria-disabled', 'true');
  const answer = await call('POST', '/api/v1/sign-out', {});
  if (answer.kind === 'done' || (answer.kind === 'refused' && answer.status === 401)) {
    location.replace('/signed-out');
    return;
  }
  signOut.removeAttribute('aria-disabled');
  sayWhy(answer);
}

function sayWhy(answer: Exclude<Answer, { kind: 'done' }>): void {
  // The session has ended meanwhile: there is nothing to show here any more.
  if (answer.kind === 'refused' && answer.status === 401) location.replace('/sign-in?return_to=%2Faccount');
  else showNotice('problem', explain(answer));
}
