import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { dashboard } from '../api/dashboard.ts';
import type { ApiKey, KeyTool } from '../api/resources.ts';
import { Badge } from '../design/badge.tsx';
import { Dialog } from '../design/dialog.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { full } from '../figures/format.ts';

/** What can this key do? Each tool allowed or hidden, the scope that it lacks, and what the list costs. */
export function KeyTools({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const tools = useQuery({
    queryKey: ['api-keys', apiKey.id, 'tools', apiKey.scopes.join()],
    queryFn: ({ signal }) => dashboard('GET', '/api-keys/{key_id}/tools', { params: { key_id: apiKey.id }, signal }),
  });
  return (
    <Dialog title={`What can “${apiKey.name}” do?`} onClose={onClose} width="wide">
      {tools.isPending && <LoadingLines />}
      {tools.isError && <ErrorState error={tools.error} retry={() => void tools.refetch()} />}
      {tools.isSuccess && <Tools tools={tools.data.data} meta={tools.data.meta} />}
    </Dialog>
  );
}

function Tools({
  tools,
  meta,
}: {
  tools: readonly KeyTool[];
  meta: { scopes: readonly string[]; list_tokens: number; all_tokens: number };
}) {
  const allowed = tools.filter((tool) => tool.allowed).length;
  return (
    <div className="space-y-4">
      <p className="text-sm text-muted">
        Scopes <strong className="font-medium text-text">{meta.scopes.join(', ')}</strong>: {allowed} of {tools.length}{' '}
        tools. The list that an agent is given costs it about{' '}
        <strong className="font-medium text-text">{full(meta.list_tokens)} tokens</strong>; all tools at once (
        <code className="font-mono text-xs">?tools=all</code>) {full(meta.all_tokens)}.
      </p>
      {[...Map.groupBy(tools, ({ group }) => group)].map(([group, members]) => (
        <section key={group}>
          <h3 className="mb-1 text-xs font-medium text-muted first-letter:uppercase">{group.replaceAll('_', ' ')}</h3>
          <ul className="divide-y divide-line rounded-lg border border-line">
            {members.map((tool) => (
              <ToolLine key={tool.name} tool={tool} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function ToolLine({ tool }: { tool: KeyTool }) {
  return (
    <li className="flex items-start gap-x-3 px-3 py-1.5 text-sm sm:items-center">
      {tool.allowed ? (
        <Check size={14} className="mt-1 shrink-0 text-good sm:mt-0" aria-hidden />
      ) : (
        <Minus size={14} className="mt-1 shrink-0 text-muted sm:mt-0" aria-hidden />
      )}
      <div className="min-w-0 flex-1 items-center gap-x-3 sm:flex">
        <code className="block truncate font-mono text-xs leading-5">{tool.name}</code>
        <span className="block min-w-0 flex-1 truncate text-muted">{tool.title}</span>
      </div>
      <div className="flex shrink-0 flex-col items-end gap-1 sm:flex-row sm:gap-3">
        {tool.pinned && <Badge tone="info">standing list</Badge>}
        {tool.missing_scope === null ? (
          <Badge tone="good">allowed</Badge>
        ) : (
          <Badge>hidden: lacks {tool.missing_scope}</Badge>
        )}
      </div>
    </li>
  );
}
