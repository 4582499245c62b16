// SPDX-License-Identifier: Apache-2.0

/** Texts in the page's language by their English, as the server put them into the page; none in English itself. */
let texts: Readonly<Record<string, string>> | undefined;

/** The English text in the page's language, with its `{name}` places filled in. */
export function say(english: string, values: Readonly<Record<string, string | number>> = {}): string {
  texts ??= readTexts(globalThis.document?.getElementById('page-texts')?.textContent ?? '{}');
  return (texts[english] ?? english).replace(/\{(\w+)\}/g, (place, name: string) =>
    String(values[name] ?? place),
  );
}

function readTexts(json: string): Record<string, string> {
  const read: unknown = JSON.parse(json);
  return typeof read === 'object' && read !== null ? (read as Record<string, string>) : {};
}
