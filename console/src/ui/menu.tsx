// SPDX-License-Identifier: Apache-2.0
import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';

interface Item {
  label: string;
  href?: string;
  act?: () => void;
  danger?: boolean;
}

/** A button that opens a short list of things to do. */
export function Menu({
  label,
  children,
  items,
  className = 'button plain',
}: {
  label?: string;
  children: ReactNode;
  items: readonly Item[];
  className?: string;
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger className={className} aria-label={label}>
        {children}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="menu-place" align="end" sideOffset={6} collisionPadding={8}>
          <Base.Popup className="menu">
            {items.map((item) =>
              item.href !== undefined ? (
                <Base.LinkItem key={item.label} className="menu-item" href={item.href}>
                  {item.label}
                </Base.LinkItem>
              ) : (
                <Base.Item
                  key={item.label}
                  className={item.danger ? 'menu-item danger' : 'menu-item'}
                  onClick={item.act}
                >
                  {item.label}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
