// SPDX-License-Identifier: Apache-2.0
import type english from './en.json';

export type Key = keyof typeof english;
export type Texts = Readonly<Record<string, string>>;
/** A family of keys: `users.count` of `users.count.one` and `users.count.other`. */
export type CountKey = Key extends infer K ? (K extends `${infer Family}.other` ? Family : never) : never;

type Values = Readonly<Record<string, string | number>>;

/** Every file of this folder is a language; a new one needs no line here. */
const files = import.meta.glob<{ default: Texts }>('./*.json');
const available = Object.keys(files).map((file) => file.slice(2, -5));

let texts: Texts = {};
let language = 'en';
let zone: string | undefined;

/** The first of the wanted languages that there is a file for: `de-CH` takes `de-CH`, else `de`. English, else. */
export function chooseLanguage(wanted: readonly string[], offered: readonly string[]): string {
  for (const tag of wanted) {
    for (let rest = tag; rest !== ''; rest = rest.includes('-') ? rest.slice(0, rest.lastIndexOf('-')) : '') {
      const found = offered.find((name) => name.toLowerCase() === rest.toLowerCase());
      if (found) return found;
    }
  }
  return 'en';
}

/** Loads the texts for a person. `locale` and `timeZone` are empty where not chosen: then the browser's count. */
export async function speak(locale: string, timeZone: string): Promise<void> {
  const wanted = locale === '' ? navigator.languages : [locale, ...navigator.languages];
  const name = chooseLanguage(wanted, available);
  const file = files[`./${name}.json`];
  texts = file ? (await file()).default : {};
  // Dates in the person's own variant of the language shown: de-CH within de.
  language = wanted.find((tag) => tag.toLowerCase().startsWith(name.toLowerCase())) ?? name;
  zone = isTimeZone(timeZone) ? timeZone : undefined;
  document.documentElement.lang = name;
}

/** The text of a key, with `{name}` places filled in. */
export function t(key: Key, values: Values = {}): string {
  return fill(texts[key] ?? key, values);
}

/** The text for so many of something, by the plural rules of the language. */
export function count(key: CountKey, n: number, values: Values = {}): string {
  const form = new Intl.PluralRules(language).select(n);
  const text = texts[`${key}.${form}`] ?? texts[`${key}.other`] ?? key;
  return fill(text, { n: formatNumber(n), ...values });
}

/** The text of a key that may be missing, such as that of an audited action: then `otherwise`. */
export function findText(key: string, otherwise: string, values: Values = {}): string {
  const text = texts[key];
  return text === undefined ? otherwise : fill(text, values);
}

/** What follows `beginning` in the keys that have a text, in the order of the texts. */
export function keysOf(beginning: string): string[] {
  return Object.keys(texts)
    .filter((key) => key.startsWith(beginning))
    .sort((a, b) => (texts[a] ?? '').localeCompare(texts[b] ?? '', language))
    .map((key) => key.slice(beginning.length));
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

function isTimeZone(name: string): boolean {
  if (name === '') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export function formatNumber(n: number): string {
  return new Intl.NumberFormat(language).format(n);
}

/** `1.5 MB`, in the person's language. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)), units.length - 1);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/** `2 days`, `5 hours`: the largest unit that fits. */
export function formatDuration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const [unit, length] = units.find(([, each]) => seconds >= each) ?? units[3];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.floor(seconds / length),
  );
}

/** `clerk, editor and manager`. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(items);
}

/** Day and time in the person's language and time zone. */
export function formatTime(time: string | number, options?: Intl.DateTimeFormatOptions): string {
  return format(time, options ?? { dateStyle: 'medium', timeStyle: 'short' });
}

/** The same to the second, and with its zone, for those who look closely. */
export function formatExactTime(time: string): string {
  return format(time, { dateStyle: 'full', timeStyle: 'long' });
}

function format(time: string | number, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(language, { ...options, ...(zone ? { timeZone: zone } : {}) }).format(date);
}

/** `3 minutes ago`, for times of the last week; the date before that. */
export function formatAge(time: string, now = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  if (!(seconds > -7 * 86_400)) return formatTime(time, { dateStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' });
  if (seconds > -60) return relative.format(0, 'second');
  if (seconds > -3600) return relative.format(Math.trunc(seconds / 60), 'minute');
  if (seconds > -86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  return relative.format(Math.trunc(seconds / 86_400), 'day');
}
