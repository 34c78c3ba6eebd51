import { readFileSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import { fileURLToPath } from 'node:url';

const certificate = (name: string) => new URL(`../upstream/certificates/${name}`, import.meta.url);

/** For the environment of a program that is to trust the host below. */
export const trustedCertificate = fileURLToPath(certificate('this-host.pem'));

type Answer = { status?: number; headers?: Record<string, string>; body: string };

/** A host of documents of clients, by https. */
export interface DocumentHost {
  /** `https://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly port: number;
  /** Paths in the order in which they were asked for. */
  readonly asked: string[];
  /** Serves JSON at a path; the id of the client that it is the document of. */
  serve(path: string, document: Record<string, unknown>, headers?: Record<string, string>): string;
  /** Serves whatever is given. */
  serveRaw(path: string, answer: Answer): string;
  stop(): void;
}

export async function openDocumentHost(): Promise<DocumentHost> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const tls: ServerOptions = {
    cert: readFileSync(certificate('this-host.pem')),
    key: readFileSync(certificate('this-host.key')),
  };
  const server = createServer(tls, (request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const answer = answers.get(path);
    const headers = { 'content-type': 'application/json', ...answer?.headers };
    response.writeHead(answer?.status ?? (answer === undefined ? 404 : 200), headers).end(answer?.body ?? '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = `https://127.0.0.1:${port}`;
  const serveRaw = (path: string, answer: Answer) => {
    answers.set(path, answer);
    return origin + path;
  };
  return {
    origin,
    port,
    asked,
    serveRaw,
    serve: (path, document, headers = {}) =>
      serveRaw(path, { headers, body: JSON.stringify({ client_id: origin + path, ...document }) }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
