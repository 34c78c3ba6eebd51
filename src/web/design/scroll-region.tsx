import type { ReactNode } from 'react';

/**
 * A part of the page that scrolls on its own. It takes the focus, so that the keyboard can scroll it too: not every
 * browser does that by itself.
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
      className={className}
      ref={(element) => {
        if (element !== null) element.tabIndex = 0;
      }}
    >
      {children}
    </section>
  );
}
