import { createServer, request } from 'node:http';
import { close, portOf } from '../../src/http/server.ts';

/** A loopback proxy that adds a key to every request: the official suite cannot send a header. */
export async function startKeyProxy(target: string, key: string): Promise<{ url: string; stop(): Promise<void> }> {
  const { hostname, port, pathname } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, authorization: `Bearer ${key}` };
    const options = { hostname, port, path: incoming.url, method: incoming.method, headers };
    const asked = request(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    // Either side may hang up first: then the other has nobody to talk to.
    asked.on('error', () => outgoing.destroy());
    outgoing.on('close', () => asked.destroy());
    incoming.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}${pathname}`, stop: () => close(server, 100) };
}
