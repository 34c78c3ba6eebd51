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
import { type ConnectKey, useConnectKeys } from './use-connect-keys.ts';

/**
 * A tab per client, each with one method that is ready to run and its variants (contract §5).
 * @param given a key that was made just now; without it the server fills in the client's own, or the organization's
 * active one
 */
export function ConnectHelper({ given, startWith = 'claude-code' }: { given: NewKey | null; startWith?: string }) {
  const { session } = useVisitor();
  const [client, setClient] = useState(startWith);
  // Where the server keeps no copies every client gets a new key, which nobody wants made by opening a tab.
  const keyOf = useConnectKeys(given, given === null && session.key_recovery ? client : null);
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
        <Tabs.Content key={guide.id} value={guide.id} className="min-w-0 outline-none">
          <ClientTab guide={guide} connectKey={keyOf(guide.id)} />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

function ClientTab({ guide, connectKey }: { guide: ClientGuide; connectKey: ConnectKey }) {
  const { filled, ask } = connectKey;
  switch (filled.kind) {
    case 'none':
      return <NoKey client={guide.title} ask={ask} />;
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
      return <ChooseKey keys={filled.keys} ask={ask} />;
    case 'failed':
      return <ErrorState error={filled.error} retry={() => ask({})} />;
    case 'ready':
      return (
        <div className="space-y-4">
          {filled.how !== 'given' && <KeyPicker filled={filled} client={guide.title} connectKey={connectKey} />}
          <Guide key={filled.apiKey.id} guide={guide} filled={filled} ask={ask} />
        </div>
      );
  }
}

function NoKey({ client, ask }: { client: string; ask: ConnectKey['ask'] }) {
  const { session } = useVisitor();
  if (session.key_recovery) return <Button onClick={() => ask({})}>Fill in a key</Button>;
  return (
    <div className="space-y-3 text-sm">
      <p className="text-muted">
        This server keeps no copies of keys, so each client gets a new key of its own, made when you ask for it. It can
        only read, until you let it do more.
      </p>
      <Button look="primary" onClick={() => ask({ make_new: true })}>
        Make a key for {client}
      </Button>
    </div>
  );
}
