import { Problem } from '../contract/problem.ts';
import type { Exchange } from './exchange.ts';
import { type BodyLimits, hasBody, readBody } from './read-body.ts';

/**
 * The JSON body of a write; undefined where there is none.
 * @throws Problem UNSUPPORTED_MEDIA_TYPE when it is not `application/json` in UTF-8, BAD_REQUEST when it is malformed,
 * and what `readBody` throws.
 */
export async function readJson(exchange: Exchange, limits?: BodyLimits): Promise<unknown> {
  const type = exchange.request.headers['content-type'];
  if (type === undefined ? hasBody(exchange.request) : !isJson(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as JSON, with Content-Type: application/json.');
  }
  const text = await readBody(exchange, limits);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not the parser's own message: it quotes the body.
    throw new Problem('BAD_REQUEST', 'The body is not well-formed JSON.');
  }
}

function isJson(contentType: string): boolean {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8);
  return type === 'application/json' && (charset === undefined || /^"?utf-?8"?$/.test(charset));
}
