// SPDX-License-Identifier: Apache-2.0
import { useId, type ReactNode } from 'react';
import { t } from '../../language/language';

interface Props {
  name: string;
  label: string;
  value: string;
  /** What holds while the field is empty. */
  inherited: string;
  error: string | undefined;
  disabled: boolean;
  change: (value: string) => void;
  hint?: string;
  most?: number;
}

/** A text that is looked at while it is written. */
export function DraftField(props: Props) {
  return (
    <Frame {...props}>
      {(input) => <input {...input} className="input" maxLength={props.most} autoComplete="off" />}
    </Frame>
  );
}

/** A colour as six digits and as something to pick it with. `shown` is the one that is in force. */
export function ColourField({ shown, ...props }: Props & { shown: string }) {
  const isColour = /^#[0-9a-f]{6}$/i.test(props.value);
  return (
    <Frame {...props}>
      {(input) => (
        <div className="colour">
          <input
            type="color"
            aria-label={t('branding.pick', { field: props.label })}
            value={isColour ? props.value.toLowerCase() : shown || '#000000'}
            disabled={props.disabled}
            onChange={(event) => props.change(event.target.value)}
          />
          <input
            {...input}
            className="input"
            placeholder={shown}
            maxLength={7}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      )}
    </Frame>
  );
}

function Frame({
  name,
  label,
  value,
  inherited,
  error,
  disabled,
  change,
  hint,
  children,
}: Props & { children: (input: object) => ReactNode }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        name,
        value,
        disabled,
        placeholder: inherited,
        'aria-invalid': error !== undefined || undefined,
        'aria-describedby': described || undefined,
        onChange: (event: { target: HTMLInputElement }) => change(event.target.value),
      })}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p className="field-error" id={`${id}-error`} role="status">
        {error}
      </p>
    </div>
  );
}
