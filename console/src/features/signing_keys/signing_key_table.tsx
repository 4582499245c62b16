// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Table, type Column } from '../../ui/table';
import { Badge, Time } from '../../ui/values';
import { isTrusted, shortKid, type KeyState, type SigningKey } from './signing_key_api';

const tones = { next: 'plain', signing: 'good', kept: 'plain', retired: 'plain', withdrawn: 'bad' } as const;

interface Props {
  keys: readonly SigningKey[];
  /** Absent where one may only look. */
  withdraw: ((key: SigningKey) => void) | undefined;
}

export function SigningKeyTable({ keys, withdraw }: Props) {
  const columns: Column<SigningKey>[] = [
    {
      title: t('keys.kid'),
      className: 'lead',
      cell: ({ kid }) => <code title={kid}>{shortKid(kid)}…</code>,
    },
    { title: t('keys.purpose'), cell: ({ purpose }) => t(`keys.purpose.${purpose}`) },
    { title: t('keys.algorithm'), cell: ({ algorithm }) => algorithm },
    { title: t('keys.state'), cell: ({ state }) => <State of={state} /> },
    { title: t('keys.activeAt'), cell: ({ activeAt }) => <Time at={activeAt} exact /> },
    { title: t('keys.changesAt'), cell: (key) => <End of={key} /> },
  ];
  if (withdraw) {
    columns.push({
      title: t('table.actions'),
      unseen: true,
      className: 'row-actions',
      cell: (key) =>
        isTrusted(key) && (
          <Button
            className="small"
            aria-label={`${t('keys.withdraw')}: ${shortKid(key.kid)}`}
            onClick={() => withdraw(key)}
          >
            {t('keys.withdraw')}
          </Button>
        ),
    });
  }
  return <Table caption={t('keys.title')} columns={columns} rows={keys} keyOf={({ kid }) => kid} />;
}

function State({ of }: { of: KeyState }) {
  return <Badge tone={tones[of]}>{t(`keys.state.${of}`)}</Badge>;
}

/** When it ends, by itself or by hand; a key that does not sign yet has no end yet. */
function End({ of }: { of: SigningKey }) {
  const at = of.withdrawnAt ?? (of.state === 'next' ? null : of.changesAt);
  return at === null ? '–' : <Time at={at} exact />;
}
