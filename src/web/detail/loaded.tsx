import type { UseQueryResult } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ErrorState, LoadingLines } from '../design/states.tsx';

/** A detail page around what it is about: the way back, and what shows while that is not there. */
export function Loaded<Thing>({
  query,
  back,
  children,
}: {
  query: UseQueryResult<Thing>;
  back: { href: string; title: string };
  children: (thing: Thing) => ReactNode;
}) {
  return (
    <>
      <Link href={back.href} className="mb-3 inline-flex items-center gap-1 text-sm text-muted hover:text-text">
        <ArrowLeft size={14} aria-hidden />
        {back.title}
      </Link>
      {!query.isSuccess && <h1 className="sr-only">{back.title}</h1>}
      {query.isPending && <LoadingLines />}
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && <div className="space-y-5">{children(query.data)}</div>}
    </>
  );
}
