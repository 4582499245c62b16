// SPDX-License-Identifier: Apache-2.0

/** `/` goes to the page's search field, unless one is writing something. */
export function focusSearchOnSlash(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target))
      return;
    const search = document.querySelector<HTMLInputElement>('[data-search]');
    if (!search || document.querySelector('[role=dialog], [role=alertdialog]')) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
