import { connect } from 'node:net';

/** A request as it goes over the wire, byte for byte. */
export interface WireRequest {
  method: string;
  target: string;
  headers: readonly (readonly [string, string])[];
  body: string | null;
  /** `cut`: half of the body, then the connection is gone. `late`: half of it, and nothing more for a while. */
  manner: 'whole' | 'cut' | 'impatient';
  /** Where the server listens, if not where all others go. */
  port?: number;
}

export interface WireAnswer {
  /** 0 where none came. */
  status: number;
  head: string;
  body: string;
}

const answerMs = 30_000;

/** Sends a request on a connection of its own and takes what comes until the other side ends it. */
export function sendRaw(port: number, request: WireRequest): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const done = () => {
      socket.destroy();
      resolve(parseAnswer(Buffer.concat(chunks).toString('utf8')));
    };
    socket.setTimeout(answerMs, done);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', done);
    const text = wireText(request);
    if (request.manner === 'cut') {
      socket.write(text.subarray(0, Math.floor(text.length * 0.8)), () => setTimeout(done, 5));
      return;
    }
    socket.write(text);
    // Gone before the answer can be there.
    if (request.manner === 'impatient') setTimeout(done, 2);
  });
}

function wireText({ method, target, headers, body }: WireRequest): Buffer {
  const bytes = Buffer.from(body ?? '');
  const length = body === null ? [] : [`Content-Length: ${bytes.length}`];
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${target} HTTP/1.1`, 'Connection: close', ...lines, ...length, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'utf8'), bytes]);
}

function parseAnswer(text: string): WireAnswer {
  const split = text.indexOf('\r\n\r\n');
  const head = split < 0 ? text : text.slice(0, split);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    head,
    body: split < 0 ? '' : text.slice(split + 4),
  };
}
