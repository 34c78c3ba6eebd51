import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { portOf } from '../../src/http/server.ts';

/** A host that does what a test says, and remembers what it was asked. */
export interface HostileHost {
  readonly port: number;
  readonly asked: IncomingMessage[];
  behave: (request: IncomingMessage, response: ServerResponse) => void;
  stop(): void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export async function startHost(address = '127.0.0.1', tls?: ServerOptions, port = 0): Promise<HostileHost> {
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    host.asked.push(request);
    host.behave(request, response);
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  const host: Writable<HostileHost> = {
    port: 0,
    asked: [],
    behave: (_request, response) => void response.end('here'),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  host.port = portOf(server);
  return host;
}
