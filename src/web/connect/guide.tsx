import { useState } from 'react';
import type { ClientGuide } from '../../connect/clients.ts';
import type { Method } from '../../connect/method.ts';
import { type Shell, shells } from '../../connect/shells/command.ts';
import { Notice } from '../design/notice.tsx';
import { Segmented } from '../design/segmented.tsx';
import { useVisitor } from '../session/session.tsx';
import { MethodView } from './method-view.tsx';
import { presentShell } from './present-shell.ts';
import type { ConnectKey, Ready } from './use-connect-keys.ts';
import { Waiting } from './waiting.tsx';

const shellNames: Readonly<Record<Shell, string>> = {
  posix: 'macOS / Linux',
  cmd: 'Windows cmd',
  powershell: 'PowerShell',
};

/** How to connect one client: the best method first, its variants a click away, and then the wait for its first request. */
export function Guide({ guide, filled, ask }: { guide: ClientGuide; filled: Ready; ask: ConnectKey['ask'] }) {
  const { session, organization } = useVisitor();
  const endpoint = { url: `${session.urls.mcp}/mcp`, key: filled.fullKey };
  const { methods, notes, restart } = guide.connect(endpoint, {
    urlKeys: organization.url_keys,
    ...(session.urls.connect !== null && { signInUrl: `${session.urls.connect}/mcp` }),
  });
  const ways = [...new Map(methods.map((method) => [method.id, method.title]))];
  const [way, setWay] = useState(ways[0]?.[0] ?? '');
  const [shell, setShell] = useState<Shell>(presentShell());
  const [copies, setCopies] = useState(0);
  const chosen = methods.filter(({ id }) => id === way);
  const method = chosen.find((candidate) => isFor(candidate, shell)) ?? chosen[0];
  const readOnly = filled.apiKey.scopes.every((scope) => scope === 'read');
  return (
    <div className="space-y-4">
      {ways.length > 1 && (
        <Segmented
          wrap
          label="Way to connect"
          value={way}
          onChange={setWay}
          options={ways.map(([value, title]) => ({ value, title }))}
        />
      )}
      {method !== undefined && (
        <>
          {dependsOnSystem(method) && (
            <Segmented
              wrap
              label="System"
              value={shell}
              onChange={setShell}
              options={shells.map((value) => ({ value, title: shellNames[value] }))}
            />
          )}
          <MethodView
            method={method}
            shell={shell}
            secret={{ fullKey: filled.fullKey, maskedKey: filled.apiKey.masked_key }}
            readOnly={readOnly}
            useReadOnly={() => ask({ read_only: true })}
            // What signs in comes without this key, so there is none to wait for.
            onTaken={() => method.keyFrom !== 'sign_in' && setCopies(copies + 1)}
          />
        </>
      )}
      {notes.map((note) => (
        <p key={note} className="text-sm text-muted">
          {note}
        </p>
      ))}
      {methods.length === 0 && <Notice tone="warn">There is no way to connect {guide.title} here.</Notice>}
      {methods.length > 0 && <p className="text-sm font-medium">{restart}</p>}
      {copies > 0 && <Waiting key={copies} client={guide.title} keyId={filled.apiKey.id} />}
    </div>
  );
}

function isFor(method: Method, shell: Shell): boolean {
  return method.kind !== 'command' || method.shell === shell;
}

/** Whether the method, or setting its variable, is written differently on other systems. */
function dependsOnSystem(method: Method): boolean {
  return method.kind === 'command' || method.keyFrom === 'environment';
}
