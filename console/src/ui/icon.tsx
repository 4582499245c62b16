// SPDX-License-Identifier: Apache-2.0

const paths = {
  dashboard: 'M4 13h6V4H4zm10 7h6V4h-6zM4 20h6v-4H4z',
  users:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6 9a6 6 0 0 1 12 0M16 4.5a3.5 3.5 0 0 1 0 6.2M18 14.5a6 6 0 0 1 3 5.5',
  apps: 'M4 4h6.5v6.5H4zm9.5 0H20v6.5h-6.5zM4 13.5h6.5V20H4zm9.5 0H20V20h-6.5z',
  audit:
    'M7 3.5h10a1.5 1.5 0 0 1 1.5 1.5v15.5l-3-2-3.500 2-3.500-2-3 2V5A1.500 1.500 0 0 1 7 3.500zM9 8.500h6M9 12.500h6',
  sessions: 'M3.500 5h17v10.500h-17zM9 19.500h6M12 15.500v4',
  health: 'M3.500 12.500H8l2.500-6 4 11 2-5h4',
  settings:
    'M4 7h9m5 0h2M4 17h2m5 0h9M15.500 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM8.500 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm5-2 4.500 4.500',
  mail: 'M3.5 6h17v12.5h-17zm0 1 8.500 6.500L20.500 7',
  key: 'M14.5 14a5 5 0 1 0-4.500-4.500L3.500 16.500V20.500H8V18h2.500v-2.500zM16 8h.01',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'm6 6 12 12M18 6 6 18',
  down: 'm7 10 5 5 5-5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
