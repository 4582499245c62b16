// SPDX-License-Identifier: Apache-2.0

/** The logo, or our own mark where there is none. The name stands beside it, so that it says nothing itself. */
export function BrandMark({ logoUrl }: { logoUrl: string }) {
  if (logoUrl !== '') return <img className="logo" alt="" src={logoUrl} />;
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path d="M3 30V16a13 13 0 0 1 26 0v14h-7V16a6 6 0 0 0-12 0v14z" />
    </svg>
  );
}
