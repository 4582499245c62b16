// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { ShownOnce } from '../../ui/shown_once';

/** A secret key, in the one moment that it is shown. It is in this component's memory only. */
export function SecretOnce({ secret, done }: { secret: string; done: () => void }) {
  return <ShownOnce text={t('secret.once')} secret={secret} label={t('secret.key')} done={done} />;
}
