// SPDX-License-Identifier: Apache-2.0
import { call, isRecord, type Answer } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { t } from '../../language/language';
import { appAddress } from '../apps/app_api';

type Failure = Exclude<Answer, { kind: 'done' }>;

/** The user with exactly that address, whom the app's people may be chosen from; else why there is none. */
export async function findCandidate(app: string, email: string): Promise<{ id: string } | Failure> {
  const found = await call('GET', `${appAddress(app)}/candidates?email=${encodeURIComponent(email)}`);
  if (found.kind !== 'done') return found;
  const items = isRecord(found.body) && Array.isArray(found.body['items']) ? found.body['items'] : [];
  const user = items[0] as { id: string } | undefined;
  if (user) return { id: user.id };
  return {
    kind: 'refused',
    status: 422,
    code: 'invalid_fields',
    detail: '',
    errors: [{ field: 'email', message: t(mayManage ? 'members.unknown' : 'members.unknownInvite') }],
    requestId: '',
  };
}
