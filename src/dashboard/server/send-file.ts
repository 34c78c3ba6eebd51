import type { Exchange } from '../../http/exchange.ts';
import { goneSignal } from '../../http/gone-signal.ts';
import { sendPiece } from '../../http/send-piece.ts';
import type { FileAnswer } from '../contract/file-answer.ts';

/** How often it is asked on the way whether whoever takes the file still may. */
const askedEveryMs = 5_000;
/** Nobody takes a file for longer: an archive holds a moment of the database. */
const longestMs = 3_600_000;

/**
 * Streams a file. Its first piece is made before anything is sent, so that a refusal is a problem document; what fails
 * later cuts the connection: a file that ends early must not look whole.
 * @param mayGoOn asks anew whether whoever takes it still may
 * @throws Problem
 */
export async function sendFile(exchange: Exchange, file: FileAnswer, mayGoOn: () => Promise<unknown>): Promise<void> {
  const { response, request } = exchange;
  const gone = AbortSignal.any([goneSignal(response), AbortSignal.timeout(longestMs)]);
  const begin = () => {
    if (!response.headersSent) response.writeHead(200, Object.assign(exchange.headers, headersOf(file)));
  };
  let asked = performance.now();
  for await (const piece of file.content) {
    begin();
    if (request.method === 'HEAD') break;
    if (performance.now() - asked > askedEveryMs) {
      await mayGoOn();
      asked = performance.now();
    }
    await sendPiece(exchange, piece, gone);
  }
  // A file may be empty.
  begin();
  response.end();
}

function headersOf({ name, contentType }: FileAnswer) {
  return {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  };
}
