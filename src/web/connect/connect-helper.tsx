import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { type ClientGuide, clients } from '../../connect/clients.ts';
import type { NewKey } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { ErrorState, Skeleton } from '../design/states.tsx';
import { useVisitor } from '../session/session.tsx';
import { ChooseKey } from './choose-key.tsx';
import { Guide } from './guide.tsx';
import { KeyPicker } from './key-picker.tsx';
import { type ConnectKey, useConnectKey } from './use-connect-key.ts';

/**
 * A tab per client, each with one method that is ready to run and its variants (contract §5).
 * @param given a key that was made just now; without it the server fills in the organization's active one
 */
export function ConnectHelper({ given, startWith = 'claude-code' }: { given: NewKey | null; startWith?: string }) {
  const { session } = useVisitor();
  const [client, setClient] = useState(startWith);
  // Where the server keeps no copies every client gets a key of its own, which nobody wants made by opening a tab.
  const isShared = given !== null || session.key_recovery;
  const shared = useConnectKey(given, isShared ? startWith : null);
  return (
    <Tabs.Root
      value={client}
      onValueChange={setClient}
      className="grid gap-5 md:grid-cols-[10.5rem_minmax(0,1fr)]"
      orientation="vertical"
    >
      <Tabs.List
        aria-label="Client"
        className="flex gap-0.5 overflow-x-auto p-0.5 md:flex-col md:border-r md:border-line md:pr-3"
      >
        {clients.map(({ id, title }) => (
          <Tabs.Trigger
            key={id}
            value={id}
            className="h-8 shrink-0 rounded-md px-2.5 text-left text-sm text-muted hover:bg-sunken hover:text-text data-[state=active]:bg-accent-soft data-[state=active]:font-medium data-[state=active]:text-accent-text"
          >
            {title}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {clients.map((guide) => (
        <Tabs.Content
          key={guide.id}
          value={guide.id}
          // A key that cannot be had again must not be gone for a look at another tab.
          {...(!isShared && { forceMount: true })}
          className="min-w-0 outline-none data-[state=inactive]:hidden"
        >
          {isShared ? (
            <ClientTab guide={guide} connectKey={shared} given={given !== null} />
          ) : (
            <OwnKeyTab guide={guide} />
          )}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

/** A tab whose key no other tab has. */
function OwnKeyTab({ guide }: { guide: ClientGuide }) {
  return <ClientTab guide={guide} connectKey={useConnectKey(null, null)} given={false} />;
}

function ClientTab({ guide, connectKey, given }: { guide: ClientGuide; connectKey: ConnectKey; given: boolean }) {
  const { filled, ask } = connectKey;
  switch (filled.kind) {
    case 'none':
      return (
        <div className="space-y-3 text-sm">
          <p className="text-muted">
            This server keeps no copies of keys, so each client gets a new key of its own, made when you ask for it.
          </p>
          <Button look="primary" onClick={() => ask(guide.id, { make_new: true })}>
            Make a key for {guide.title}
          </Button>
        </div>
      );
    case 'asking':
      return (
        <div role="status" className="space-y-3">
          <span className="sr-only">Filling in a key…</span>
          <Skeleton className="h-8 w-2/3" />
          <Skeleton className="h-20 w-full" />
          <Skeleton className="h-4 w-1/2" />
        </div>
      );
    case 'choose':
      return <ChooseKey keys={filled.keys} client={guide.id} ask={ask} />;
    case 'failed':
      return <ErrorState error={filled.error} retry={() => ask(guide.id, {})} />;
    case 'ready':
      return (
        <div className="space-y-4">
          {!given && <KeyPicker filled={filled} client={guide.id} ask={ask} />}
          <Guide key={filled.apiKey.id} guide={guide} filled={filled} ask={ask} />
        </div>
      );
  }
}
