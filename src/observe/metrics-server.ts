import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { isLoopback } from '../config/loopback.ts';
import { listen } from '../http/server.ts';
import type { Metrics } from './metrics.ts';

/** `GET /metrics` on its own port, for this machine only: a scraper needs no key, so nobody else may reach it. */
export async function serveMetrics(metrics: Metrics, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const host = request.headers.host?.replace(/:\d+$/, '') ?? '';
    const isAsked = request.url === '/metrics' && request.method === 'GET' && isLoopback(host);
    if (!isAsked) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('GET /metrics is all there is here.\n');
      return;
    }
    const text = await metrics.text();
    response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text);
  });
  await listen(server, { host: '127.0.0.1', port });
  return server;
}
