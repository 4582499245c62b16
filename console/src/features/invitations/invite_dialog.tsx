// SPDX-License-Identifier: Apache-2.0
import { call, type Answer } from '../../api/call';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field, Form, textIn } from '../../ui/form';
import { appAddress } from '../apps/app_api';
import type { Role } from '../roles/matrix';
import { chosenRoles, RoleChoice } from '../roles/role_choice';
import { invitationsAddress } from './invitation_api';

/** For one person by mail, or for whoever has the link. */
export type Kind = 'mail' | 'link';

interface Props {
  app: string;
  name: string;
  /** Absent: closed. */
  kind: Kind | undefined;
  close: () => void;
  done: (answer: Answer) => void;
}

export function InviteDialog({ app, name, kind, close, done }: Props) {
  const title =
    kind === 'link' ? t('invitations.linkTitle', { name }) : t('invitations.inviteTitle', { name });
  return (
    <Dialog title={title} open={kind !== undefined} close={close}>
      {kind && <InviteForm app={app} kind={kind} close={close} done={done} />}
    </Dialog>
  );
}

function InviteForm({ app, kind, close, done }: Omit<Props, 'kind' | 'name'> & { kind: Kind }) {
  const roles = useList<Role>(`${appAddress(app)}/roles`);
  const send = (values: FormData) =>
    call('POST', invitationsAddress(app), {
      ...(kind === 'mail' ? { email: textIn(values, 'email') } : { maxUses: numberIn(values, 'maxUses') }),
      roles: chosenRoles(values),
      expiresInSeconds: numberIn(values, 'expiresInSeconds') * 86_400,
    });
  return (
    <Form
      label={kind === 'mail' ? t('invitations.do') : t('invitations.linkDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={send}
      done={done}
    >
      {kind === 'mail' ? (
        <Field
          name="email"
          type="email"
          label={t('field.email')}
          hint={t('invitations.emailHint')}
          autoComplete="off"
        />
      ) : (
        <Field
          name="maxUses"
          type="number"
          min={1}
          max={1000}
          defaultValue="10"
          label={t('invitations.uses')}
          hint={t('invitations.usesHint')}
        />
      )}
      <RoleChoice roles={(roles.value?.items ?? []).map((role) => role.name)} chosen={[]} />
      <Field
        name="expiresInSeconds"
        type="number"
        min={1}
        max={90}
        defaultValue="7"
        label={t('invitations.days')}
        hint={t('invitations.daysHint')}
      />
    </Form>
  );
}

/** What is no whole number becomes 0, which the API refuses by name. */
function numberIn(values: FormData, name: string): number {
  const text = textIn(values, name);
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
