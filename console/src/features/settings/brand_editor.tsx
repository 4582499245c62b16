// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import { call, type FieldError } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh, remember, type Failure } from '../../data/resource';
import { t } from '../../language/language';
import { guardLeaving } from '../../router/location';
import { Button } from '../../ui/button';
import { explainFieldError } from '../../ui/failure';
import { Section } from '../../ui/page';
import { FailureNotice } from '../../ui/states';
import { announce } from '../../ui/toast';
import { ColourField, DraftField } from './draft_field';
import { LogoField } from './logo_field';
import { BrandPreview } from './preview';
import {
  changesOf,
  loadPreview,
  toDraft,
  type BrandField,
  type Branding,
  type Draft,
  type Preview,
} from './settings_api';

interface Props {
  address: string;
  logoAddress: string;
  branding: Branding;
  etag: string;
  /** Of the app whose brand it is; absent for the platform's. */
  appName?: string;
}

/** The fields of a brand beside what comes of them, before anything is saved. */
export function BrandEditor({ address, logoAddress, branding, etag, appName }: Props) {
  const [draft, setDraft] = useState(() => toDraft(branding));
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const changes = changesOf(draft, branding);
  const isDirty = Object.keys(changes).length > 0;
  const { preview, errors } = usePreview(draft, branding);
  useEffect(() => (isDirty ? guardLeaving(() => confirm(t('form.leave'))) : undefined), [isDirty]);

  const store = async (body: object, ifMatch: string) => {
    setBusy(true);
    const answer = await call('PATCH', address, body, ifMatch);
    setBusy(false);
    if (answer.kind !== 'done') return setFailure(answer);
    setFailure(undefined);
    remember(address, answer.body, answer.etag);
    setDraft(toDraft(answer.body as Branding));
    return answer;
  };
  const save = async () => {
    const before = Object.fromEntries(
      Object.keys(changes).map((field) => [field, branding[field as BrandField]]),
    );
    const answer = await store(changes, etag);
    if (answer) announce(t('action.saved'), () => void store(before, answer.etag));
  };
  const field = (name: BrandField) => ({
    name,
    value: draft[name],
    inherited: branding[name] === null ? (branding.effective[name] ?? '') : '',
    error: errors[name],
    disabled: !mayManage,
    change: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  return (
    <div className="brand-editor">
      <Section id="brand" title={t('branding.title')}>
        <div className="form">
          <DraftField {...field('productName')} label={t('branding.productName')} most={60} />
          <LogoField
            address={logoAddress}
            logoUrl={branding.logoUrl}
            inheritedUrl={branding.effective.logoUrl}
            disabled={!mayManage}
            done={(body, next) => {
              // What the other fields hold stays: only the picture has changed.
              remember(address, { ...branding, ...(body as object) }, next);
              refresh(`${address}?`);
            }}
          />
          <div className="pair">
            <ColourField
              {...field('accentLight')}
              label={t('branding.accentLight')}
              shown={preview?.effective.accentLight ?? ''}
            />
            <ColourField
              {...field('accentDark')}
              label={t('branding.accentDark')}
              shown={preview?.effective.accentDark ?? ''}
            />
          </div>
          <p className="hint">{t('branding.accentHint')}</p>
          <DraftField
            {...field('signInText')}
            label={t('branding.signInText')}
            hint={t('branding.signInTextHint')}
            most={300}
          />
          <DraftField
            {...field('supportAddress')}
            label={t('branding.support')}
            hint={t('branding.supportHint')}
            most={254}
          />
        </div>
        {failure && <FailureNotice failure={failure} />}
        {isDirty && (
          <div className="save-bar" role="region" aria-label={t('form.unsaved')}>
            <span role="status">{t('form.unsaved')}</span>
            <Button onClick={() => setDraft(toDraft(branding))}>{t('action.discard')}</Button>
            <Button look="primary" busy={busy} onClick={() => void save()}>
              {t('action.save')}
            </Button>
          </div>
        )}
      </Section>
      <BrandPreview preview={preview} logoUrl={branding.effective.logoUrl} appName={appName} />
    </div>
  );
}

/** The preview of what is being written, a moment after the last key; with what the server says against it. */
function usePreview(draft: Draft, branding: Branding) {
  const [preview, setPreview] = useState<Preview>();
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const run = useRef(0);
  const inherited = JSON.stringify(branding.effective);
  useEffect(() => {
    const mine = ++run.current;
    const shown = fillIn(draft, branding);
    const timer = setTimeout(() => {
      void loadPreview(shown).then((result) => {
        if (mine !== run.current || result === undefined) return;
        if (Array.isArray(result)) return setErrors(byField(result));
        setErrors({});
        setPreview(result);
      });
    }, 200);
    return () => clearTimeout(timer);
    // `inherited` stands for the parts of `branding` that are shown.
  }, [draft, inherited]);
  return { preview, errors };
}

/** An app's preview inherits from the platform by itself being filled in: the preview knows platforms only. */
function fillIn(draft: Draft, branding: Branding): Draft {
  const own = branding as Branding & { publicUrl?: string };
  if (own.publicUrl !== undefined) return draft;
  const hasAccent = draft.accentLight.trim() !== '' || draft.accentDark.trim() !== '';
  return Object.fromEntries(
    Object.entries(draft).map(([name, value]) => {
      const isInherited = branding[name as BrandField] === null;
      const isAccent = name.startsWith('accent');
      if (value.trim() !== '' || !isInherited || (isAccent && hasAccent)) return [name, value];
      return [name, branding.effective[name as BrandField] ?? ''];
    }),
  ) as Draft;
}

function byField(errors: readonly FieldError[]): Record<string, string> {
  return Object.fromEntries(errors.map((error) => [error.field, explainFieldError(error)]));
}
