// SPDX-License-Identifier: Apache-2.0
import { call, isRecord, textOf, type FieldError } from '../../api/call';

export const settingsAddress = '/api/v1/settings';
export const appBrandingAddress = (app: string): string => `/api/v1/apps/${encodeURIComponent(app)}/branding`;

export const brandFields = [
  'productName',
  'supportAddress',
  'signInText',
  'accentLight',
  'accentDark',
] as const;
export type BrandField = (typeof brandFields)[number];

/** null: inherited. */
export type Brand = Readonly<Record<BrandField, string | null>> & { logoUrl: string | null };
export type Branding = Brand & { effective: Brand };

type SignUpMode = 'off' | 'open' | 'domain' | 'approval';
export interface Settings extends Branding {
  signUpMode: SignUpMode;
  signUpDomains: string[];
  mail: {
    server: string | null;
    security: string;
    authenticates: boolean;
    fromName: string;
    fromAddress: string;
  };
  publicUrl: string;
}

/** What the fields hold while one writes: empty for what is inherited. */
export type Draft = Readonly<Record<BrandField, string>>;

export function toDraft(brand: Brand): Draft {
  return Object.fromEntries(brandFields.map((field) => [field, brand[field] ?? ''])) as Draft;
}

/** What of the draft differs from what is stored, as the API takes it. */
export function changesOf(draft: Draft, brand: Brand): Partial<Record<BrandField, string | null>> {
  return Object.fromEntries(
    brandFields
      .map((field) => [field, draft[field].trim() || null] as const)
      .filter(([field, value]) => value !== brand[field]),
  );
}

export interface Preview {
  effective: Brand;
  colours: Record<Scheme, Record<string, string>>;
  mailHtml: string;
}
export type Scheme = 'light' | 'dark';

/** Asks the server how it would look; the judge of what is allowed is the same as when it is saved. */
export async function loadPreview(draft: Draft): Promise<Preview | FieldError[] | undefined> {
  const body = Object.fromEntries(brandFields.map((field) => [field, draft[field].trim() || null]));
  const answer = await call('POST', `${settingsAddress}/preview`, body);
  if (answer.kind === 'refused' && answer.errors.length > 0) return answer.errors;
  if (answer.kind !== 'done' || !isRecord(answer.body) || !isRecord(answer.body['mail'])) return undefined;
  const style = await fetch(textOf(answer.body['styleUrl'])).then(
    (response) => response.text(),
    () => '',
  );
  return {
    effective: answer.body['effective'] as unknown as Brand,
    colours: parseColours(style),
    mailHtml: textOf(answer.body['mail']['html']),
  };
}

/** The colours of a brand's style sheet, light and dark. */
export function parseColours(style: string): Record<Scheme, Record<string, string>> {
  const dark = style.indexOf('@media');
  const read = (text: string) =>
    Object.fromEntries([...text.matchAll(/(--[\w-]+):(#[0-9a-f]+)/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
  return { light: read(style.slice(0, dark)), dark: read(style.slice(dark)) };
}
