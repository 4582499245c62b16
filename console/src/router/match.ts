// SPDX-License-Identifier: Apache-2.0

export type Parameters = Readonly<Record<string, string>>;

/** The values of `{name}` segments when the path is of this pattern, percent-decoded; undefined when it is not. */
export function matchPath(pattern: string, path: string): Parameters | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/\/+$/, '').split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, segment] of wanted.entries()) {
    const value = given[i] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== value) return undefined;
      continue;
    }
    const decoded = decode(value);
    if (!decoded) return undefined;
    parameters[segment.slice(1, -1)] = decoded;
  }
  return parameters;
}

/** The path of a pattern with its segments filled in, percent-encoded. */
export function fillPath(pattern: string, parameters: Parameters): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
