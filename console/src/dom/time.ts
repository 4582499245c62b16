// SPDX-License-Identifier: Apache-2.0
import { readPageData } from './page_data';

/** Times as the person who looks reads them: in the page's language and the time zone of their profile. */
export function makeTimeFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const language = document.documentElement.lang || undefined;
  try {
    return new Intl.DateTimeFormat(language, {
      ...options,
      timeZone: readPageData().viewer.timeZone || undefined,
    });
  } catch {
    // A zone that this browser does not know.
    return new Intl.DateTimeFormat(language, options);
  }
}
