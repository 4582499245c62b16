// SPDX-License-Identifier: Apache-2.0
import type { ComponentProps } from 'react';

type Props = ComponentProps<'button'> & {
  look?: 'primary' | 'plain' | 'danger' | 'quiet';
  /** Shows that what was asked is being done, and takes no further clicks. */
  busy?: boolean;
};

export function Button({ look = 'plain', busy = false, className = '', onClick, ...more }: Props) {
  return (
    <button
      type="button"
      {...more}
      className={`button ${look} ${className}`}
      aria-disabled={busy || undefined}
      data-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}
