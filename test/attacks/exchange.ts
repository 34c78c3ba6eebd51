import { connect } from 'node:net';

export type Header = readonly [name: string, value: string];

/** A request as an attacker writes it: nothing is added, tidied or checked. */
export interface RawRequest {
  method: string;
  target: string;
  headers: readonly Header[];
  body: string | null;
  /** What Content-Length says, where that is not the truth; null leaves it out. */
  length?: string | null;
}

export interface RawAnswer {
  /** 0 where the connection was ended without an answer. */
  status: number;
  headers: Headers;
  text: string;
  /** An answer that goes on for as long as both sides want. */
  isStream: boolean;
}

/** No answer takes longer, or it hangs. */
const deadlineMs = 10_000;

/** Sends a request on a connection of its own. Rejects where no whole answer came by the deadline. */
export function exchange(port: number, request: RawRequest): Promise<RawAnswer> {
  return speak(port, bytesOf(request), request.method === 'HEAD');
}

/** The same for bytes that may be no request at all. */
export function speak(port: number, bytes: Buffer, isHead = false): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer within ${deadlineMs} ms to ${bytes.toString('latin1').slice(0, 2_000)}`));
    }, deadlineMs);
    const done = (isEnded: boolean) => {
      const answer = parse(Buffer.concat(chunks), isHead, isEnded);
      if (answer === null) return;
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      done(false);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => done(true));
    socket.write(bytes);
  });
}

function bytesOf({ method, target, headers, body, length }: RawRequest): Buffer {
  const bytes = Buffer.from(body ?? '');
  const said = length === undefined ? (body === null ? null : String(bytes.length)) : length;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(said === null ? [] : [`Content-Length: ${said}`]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

/** Null while more is to come. */
function parse(bytes: Buffer, isHead: boolean, isEnded: boolean): RawAnswer | null {
  const split = bytes.indexOf('\r\n\r\n');
  if (split < 0) return isEnded ? { status: 0, headers: new Headers(), text: '', isStream: false } : null;
  const [line = '', ...fields] = bytes.subarray(0, split).toString('latin1').split('\r\n');
  const status = Number(line.split(' ')[1]);
  const rest = bytes.subarray(split + 4);
  if (status === 100) return parse(rest, isHead, isEnded);
  const headers = new Headers(
    fields.map((field): [string, string] => [
      field.slice(0, field.indexOf(':')),
      field.slice(field.indexOf(':') + 1).trim(),
    ]),
  );
  const length = headers.get('content-length');
  const isStream = length === null && headers.get('content-type') === 'text/event-stream';
  const isWhole =
    isEnded || isStream || isHead || status === 204 || status === 304 || rest.length >= Number(length ?? 1e9);
  return isWhole ? { status, headers, text: rest.toString(), isStream } : null;
}
