// SPDX-License-Identifier: Apache-2.0
import { mayManage } from '../../console/viewer';
import { t } from '../../language/language';
import { Page } from '../../ui/page';
import { ApprovalQueue } from './approval_queue';
import { SignUpSettings } from './sign_up_settings';

/** Who may make an account of their own, and who waits to be let in. */
export default function SignUp() {
  return (
    <Page title={t('signUp.title')} lede={t('signUp.lede')}>
      {mayManage && <ApprovalQueue />}
      <SignUpSettings />
    </Page>
  );
}
