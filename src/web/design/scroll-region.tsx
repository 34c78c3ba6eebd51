import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/**
 * A part of the page that scrolls on its own. It takes the focus, so that the keyboard can scroll it too: not every
 * browser does that by itself. What is placed in it (texts for screen readers are) belongs to it: otherwise the page
 * itself would be as wide as the widest table.
 */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      className={classNames('relative', className)}
      ref={(element) => {
        if (element !== null) element.tabIndex = 0;
      }}
    >
      {children}
    </section>
  );
}
