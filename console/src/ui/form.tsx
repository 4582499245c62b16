// SPDX-License-Identifier: Apache-2.0
import { Field as Base } from '@base-ui/react/field';
import {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type ComponentProps,
  type FormEvent,
  type ReactNode,
} from 'react';
import type { Answer, FieldError } from '../api/call';
import type { Failure } from '../data/resource';
import { t } from '../language/language';
import { Button } from './button';
import { explainFieldError } from './failure';
import { FailureNotice } from './states';

type Done = Extract<Answer, { kind: 'done' }>;
type Errors = Readonly<Record<string, string>>;

const ErrorsContext = createContext<Errors>({});

interface Props {
  /** Sends the form; a list instead says what is wrong before anything is sent. */
  submit: (values: FormData) => Promise<Answer> | FieldError[];
  done: (answer: Done) => void;
  label: string;
  look?: 'primary' | 'danger';
  cancel?: ReactNode;
  children: ReactNode;
}

/** A form that the API judges: refusals stand beside their fields, the first of which takes the focus. */
export function Form({ submit, done, label, look = 'primary', cancel, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);

  const refuse = (list: readonly FieldError[]) => {
    setErrors(Object.fromEntries(list.map((error) => [error.field, explainFieldError(error)])));
  };
  // After React has shown them, whenever that is; a frame's callback may come before.
  useEffect(() => {
    const elements = [...(form.current?.elements ?? [])];
    const first = elements.find((element) => (element.getAttribute('name') ?? '') in errors);
    if (first instanceof HTMLElement) first.focus();
  }, [errors]);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (busy || !form.current) return;
    setErrors({});
    setFailure(undefined);
    const sent = submit(new FormData(form.current));
    if (Array.isArray(sent)) return refuse(sent);
    setBusy(true);
    const answer = await sent;
    setBusy(false);
    if (answer.kind === 'done') return done(answer);
    const named =
      answer.kind === 'refused' ? answer.errors.filter((error) => hasField(form.current, error.field)) : [];
    if (named.length > 0) refuse(named);
    else setFailure(answer);
  };
  return (
    <form ref={form} className="form" onSubmit={(event) => void onSubmit(event)} noValidate>
      <ErrorsContext value={errors}>{children}</ErrorsContext>
      {failure && <FailureNotice failure={failure} />}
      <div className="form-actions">
        {cancel}
        <Button type="submit" look={look} busy={busy}>
          {label}
        </Button>
      </div>
    </form>
  );
}

function hasField(form: HTMLFormElement | null, name: string): boolean {
  return form?.elements.namedItem(name) !== null;
}

type FieldProps = {
  name: string;
  label: string;
  hint?: ReactNode;
  optional?: boolean;
  rows?: number;
} & Omit<ComponentProps<'input'>, 'ref' | 'name' | 'size' | 'defaultChecked' | 'value'>;

/** A labelled text field with its hint and what is wrong with it. With `rows`, one of several lines. */
export function Field({ name, label, hint, optional = false, rows, ...input }: FieldProps) {
  const error = useContext(ErrorsContext)[name];
  return (
    <Base.Root className="field" name={name} invalid={error !== undefined}>
      <Base.Label className="label">
        {label}
        {optional && <span className="optional"> {t('form.optional')}</span>}
      </Base.Label>
      {rows === undefined ? (
        <Base.Control {...(input as object)} className="input" />
      ) : (
        <Base.Control
          className="input"
          defaultValue={input.defaultValue as string}
          render={<textarea rows={rows} spellCheck={false} />}
        />
      )}
      {hint && <Base.Description className="hint">{hint}</Base.Description>}
      {error !== undefined && (
        <Base.Error className="field-error" match>
          {error}
        </Base.Error>
      )}
    </Base.Root>
  );
}

export function SelectField({
  name,
  label,
  hint,
  children,
  defaultValue,
}: {
  name: string;
  label: string;
  hint?: ReactNode;
  children: ReactNode;
  defaultValue?: string;
}) {
  return (
    <Base.Root className="field" name={name}>
      <Base.Label className="label">{label}</Base.Label>
      <Base.Control
        className="input"
        defaultValue={defaultValue ?? ''}
        render={<select>{children}</select>}
      />
      {hint && <Base.Description className="hint">{hint}</Base.Description>}
    </Base.Root>
  );
}

/** A box to tick, with its label behind it. */
export function CheckField({
  name,
  label,
  value,
  checked,
}: {
  name: string;
  label: ReactNode;
  value?: string;
  checked?: boolean;
}) {
  return (
    <label className="check">
      <input type="checkbox" name={name} value={value ?? 'yes'} defaultChecked={checked} />
      <span>{label}</span>
    </label>
  );
}

/** The text of a field of a sent form, without white space around it. */
export function textIn(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
