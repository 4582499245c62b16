// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { t } from '../language/language';
import { Button } from './button';
import { Icon } from './icon';

/** Copies a text; says so on the button itself, where the eye is. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    // The clipboard is there on https and localhost only.
    const writing = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    writing.then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return (
    <Button className="copy" onClick={copy} aria-label={label}>
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
      <span role="status">
        {state === 'copied' ? t('copy.done') : state === 'refused' ? t('copy.refused') : t('copy.copy')}
      </span>
    </Button>
  );
}

/** A piece of code or a secret with a button to copy it. */
export function CopyBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="copy-block">
      <div className="copy-head">
        <span>{label}</span>
        <CopyButton text={text} label={`${t('copy.copy')}: ${label}`} />
      </div>
      <pre tabIndex={0} aria-label={label} role="region">
        <code>{text}</code>
      </pre>
    </div>
  );
}
