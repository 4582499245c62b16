// SPDX-License-Identifier: Apache-2.0
import { Dialog as Base } from '@base-ui/react/dialog';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import type { Answer } from '../api/call';
import { t } from '../language/language';
import { Button } from './button';
import { Field, Form, textIn } from './form';

interface Props {
  title: string;
  open: boolean;
  close: () => void;
  /** False where leaving by mistake would lose something: then only its buttons close it. */
  dismissible?: boolean;
  children: ReactNode;
}

/** A dialog over the page; Escape and a click beside it close it. */
export function Dialog({ title, open, close, dismissible = true, children }: Props) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && dismissible && close()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className="dialog">
          <Base.Title className="dialog-title">{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmProps {
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** What the button says: the deed, never OK. */
  label: string;
  /** Must be typed before the deed is done; for what can't be undone. */
  typed?: string;
  look?: 'primary' | 'danger';
  open: boolean;
  close: () => void;
  act: () => Promise<Answer>;
  done: () => void;
}

/** Asks before something dangerous is done. Only its own buttons and Escape close it. */
export function Confirm({
  title,
  children,
  label,
  typed,
  look = 'danger',
  open,
  close,
  act,
  done,
}: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
          <AlertDialog.Description className="dialog-text" render={<div />}>
            {children}
          </AlertDialog.Description>
          <Form
            submit={(values) => {
              if (typed !== undefined && textIn(values, 'typed') !== typed) {
                return [{ field: 'typed', message: t('confirm.mismatch', { text: typed }) }];
              }
              return act();
            }}
            done={() => {
              close();
              done();
            }}
            label={label}
            look={look}
            cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
          >
            {typed !== undefined && (
              <Field
                name="typed"
                label={t('confirm.type', { text: typed })}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            )}
          </Form>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
