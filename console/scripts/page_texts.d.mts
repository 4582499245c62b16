// SPDX-License-Identifier: Apache-2.0
export function replaceTexts(html: string, replace: (text: string) => string): string;
export function textsOf(html: string): string[];
export function textsSaid(folder: string): string[];
export function readLanguages(folder: string): Record<string, Record<string, string>>;
