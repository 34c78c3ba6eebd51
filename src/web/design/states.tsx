import { type LucideIcon, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText, RequestFailed } from '../api/problem.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';

/** A grey shape where something will be. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('animate-pulse rounded-md bg-line', className)} />;
}

/** Lines of a list that is on its way; read out as one word. */
export function LoadingLines({ lines = 6 }: { lines?: number }) {
  return (
    <div role="status" className="space-y-3 p-4">
      <span className="sr-only">Loading…</span>
      {Array.from({ length: lines }, (_, line) => `line ${line}`).map((line) => (
        <Skeleton key={line} className="h-5 w-full" />
      ))}
    </div>
  );
}

/** Nothing here yet: says what this place is for and what to do. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-12 text-center">
      <span className="mb-2 grid size-10 place-items-center rounded-xl border border-line bg-sunken text-muted">
        <Icon size={18} aria-hidden />
      </span>
      <p className="font-semibold">{title}</p>
      {children !== undefined && <div className="max-w-sm text-sm text-muted">{children}</div>}
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** Something could not be loaded: why, and a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const requestId = error instanceof RequestFailed ? error.requestId : null;
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-6 py-10 text-center">
      <span className="mb-2 grid size-10 place-items-center rounded-xl bg-bad-soft text-bad">
        <TriangleAlert size={18} aria-hidden />
      </span>
      <p className="font-semibold">This could not be loaded</p>
      <p className="max-w-md text-sm text-muted">{failureText(error)}</p>
      {requestId !== null && <p className="font-mono text-xs text-muted">request {requestId}</p>}
      {retry !== undefined && (
        <Button className="mt-3" icon={RotateCw} onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}
