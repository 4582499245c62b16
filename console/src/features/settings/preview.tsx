// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState, type CSSProperties } from 'react';
import { t } from '../../language/language';
import { BrandMark } from '../../ui/brand_mark';
import { Skeleton } from '../../ui/states';
import { buildMail } from './mail_preview';
import type { Preview, Scheme } from './settings_api';

type Subject = 'page' | 'mail';

/** The sign-in page and a mail as they will look. Pictures of them: nothing in it can be used. */
export function BrandPreview({
  preview,
  logoUrl,
  appName,
}: {
  preview: Preview | undefined;
  logoUrl: string | null;
  appName: string | undefined;
}) {
  const [subject, setSubject] = useState<Subject>('page');
  const [scheme, setScheme] = useState<Scheme>('light');
  return (
    <section className="card preview-card" aria-labelledby="preview">
      <div className="section-head">
        <h2 id="preview">{t('preview.title')}</h2>
        <div className="buttons">
          <Switch
            label={t('preview.what')}
            value={subject}
            set={setSubject}
            of={[
              ['page', t('preview.page')],
              ['mail', t('preview.mail')],
            ]}
          />
          <Switch
            label={t('preview.scheme')}
            value={scheme}
            set={setScheme}
            of={[
              ['light', t('preview.light')],
              ['dark', t('preview.dark')],
            ]}
          />
        </div>
      </div>
      {!preview ? (
        <Skeleton rows={5} />
      ) : subject === 'page' ? (
        <SignInPreview preview={preview} scheme={scheme} logoUrl={logoUrl} appName={appName} />
      ) : (
        <MailPreview html={preview.mailHtml} scheme={scheme} />
      )}
    </section>
  );
}

function Switch<T extends string>({
  label,
  value,
  set,
  of,
}: {
  label: string;
  value: T;
  set: (value: T) => void;
  of: readonly (readonly [T, string])[];
}) {
  return (
    <div className="switch" role="group" aria-label={label}>
      {of.map(([name, text]) => (
        <button key={name} type="button" aria-pressed={value === name} onClick={() => set(name)}>
          {text}
        </button>
      ))}
    </div>
  );
}

function SignInPreview({
  preview: { effective, colours },
  scheme,
  logoUrl,
  appName,
}: {
  preview: Preview;
  scheme: Scheme;
  logoUrl: string | null;
  appName: string | undefined;
}) {
  return (
    <div
      className="preview"
      data-scheme={scheme}
      style={colours[scheme] as CSSProperties}
      role="img"
      aria-label={t('preview.pageAs', { name: effective.productName ?? '' })}
    >
      <div className="preview-brand">
        <BrandMark logoUrl={logoUrl ?? ''} />
        <span>{effective.productName}</span>
      </div>
      <div className="preview-sheet">
        <strong className="preview-title">Sign in</strong>
        <span className="preview-quiet">
          to continue to <b>{appName ?? effective.productName}</b>
        </span>
        {effective.signInText && <span>{effective.signInText}</span>}
        <span className="preview-input">ada@example.com</span>
        <span className="preview-input">••••••••••••</span>
        <span className="preview-button">Sign in</span>
        <span className="preview-link">Forgot your password?</span>
      </div>
      {effective.supportAddress && <span className="preview-link">{effective.supportAddress}</span>}
    </div>
  );
}

function MailPreview({ html, scheme }: { html: string; scheme: Scheme }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    buildMail(root, html, scheme);
  }, [html, scheme]);
  return <div className="preview-mail" ref={host} role="img" aria-label={t('preview.mail')} />;
}
