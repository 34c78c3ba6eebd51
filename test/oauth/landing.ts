import { createServer } from 'node:http';

/** Where an app on somebody's machine waits for the browser to come back. */
export interface Landing {
  readonly url: string;
  readonly origin: string;
  /** What the browser came with, the next time that it comes. */
  next(): Promise<URLSearchParams>;
  stop(): void;
}

export async function openLanding(): Promise<Landing> {
  const came: URLSearchParams[] = [];
  const waiting: ((search: URLSearchParams) => void)[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.end('<title>The app</title>The app has what it needs.');
    if (url.pathname !== '/callback') return;
    const waiter = waiting.shift();
    if (waiter === undefined) came.push(url.searchParams);
    else waiter(url.searchParams);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    url: `${origin}/callback`,
    next: () => {
      const search = came.shift();
      return search === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(search);
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
