import type { ReactNode } from 'react';
import { useEffect } from 'react';

/** The title of a page, also in the window's title, with its main actions. */
export function PageHeader({
  title,
  lead,
  actions,
  before,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  before?: ReactNode;
}) {
  useTitle(title);
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 items-center gap-3">
        {before}
        <div className="min-w-0">
          <h1 className="truncate text-xl font-semibold tracking-tight">{title}</h1>
          {lead !== undefined && <div className="mt-0.5 text-sm text-muted">{lead}</div>}
        </div>
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · CreatorAudit`;
  }, [title]);
}
