import type { ReactNode } from 'react';
import { Logo } from '../design/logo.tsx';
import { useTitle } from '../design/page-header.tsx';
import { Toasts } from '../design/toasts.tsx';

/** The page of somebody who is not in yet: one card in the middle. */
export function AuthFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useTitle(title);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <Logo />
        <div className="mt-6 rounded-xl border border-line bg-surface p-6 shadow-card">
          <h1 className="text-lg font-semibold">{title}</h1>
          {lead !== undefined && <div className="mt-1 text-sm text-muted">{lead}</div>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
      <Toasts />
    </main>
  );
}
