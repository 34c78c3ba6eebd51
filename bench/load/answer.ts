/** An HTTP answer with its whole body. */
export interface Answer {
  status: number;
  /** The status line and the headers. */
  head: string;
  body: Buffer;
  /** Bytes of all of it as they came. */
  bytes: number;
}

const headEnd = Buffer.from('\r\n\r\n');

/** The answer that these bytes are; null while some of it is missing. Only what comes as one answer: nothing is pipelined. */
export function answerIn(received: Buffer): Answer | null {
  const end = received.indexOf(headEnd);
  if (end < 0) return null;
  const head = received.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const rest = received.subarray(end + headEnd.length);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    return rest.length < Number(length) ? null : { status, head, body: rest, bytes: received.length };
  }
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) {
    return { status, head, body: Buffer.alloc(0), bytes: received.length };
  }
  const body = unchunked(rest);
  return body === null ? null : { status, head, body, bytes: received.length };
}

function unchunked(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + 2;
    if (bytes.length < start + size + 2) return null;
    if (size === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}
