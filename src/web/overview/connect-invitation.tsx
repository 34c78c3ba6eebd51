import { useQuery } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { Link } from 'wouter';
import { keysQuery } from '../api/keys-query.ts';
import { buttonClasses } from '../design/button.tsx';

/** Shown until the first agent has called: what to do next. */
export function ConnectInvitation() {
  const { data: keys } = useQuery(keysQuery);
  if (keys === undefined || keys.some(({ last_used_at }) => last_used_at !== null)) return null;
  return (
    <aside
      aria-label="Next step"
      className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-accent-soft px-4 py-3"
    >
      <p className="flex items-center gap-2.5 text-sm">
        <PlugZap size={16} className="shrink-0 text-accent-text" aria-hidden />
        <span>
          <strong className="font-semibold">Let an agent answer from these numbers.</strong> It takes one command.
        </span>
      </p>
      <Link href="/api-keys?connect=open" className={buttonClasses('primary')}>
        Connect an agent
      </Link>
    </aside>
  );
}
