import { Problem } from '../../contract/problem.ts';
import type { Exchange } from '../../http/exchange.ts';
import { refusalOf } from '../../http/refused-key.ts';
import { listChoiceOf } from '../../mcp/call/list-choice.ts';

/** Why a request failed: a code of the API, or more exactly where more is known. Null where it did not. */
export interface Cause {
  readonly code: string;
  readonly reason: string;
}

export function causeOf(exchange: Exchange): Cause | null {
  const { calls, response, refusedKey, principal, keyPlace } = exchange;
  const failedCall = calls.find(({ outcome }) => outcome !== 'OK');
  const code = exchange.code ?? failedCall?.outcome ?? (response.statusCode >= 400 ? 'BAD_REQUEST' : null);
  if (code === null) return null;
  const refusal = refusalOf(exchange);
  if (refusal !== null) return { code, reason: refusal.why };
  if (refusedKey !== null) return { code, reason: refusedKey.kind === 'dressed' ? refusedKey.dress : 'bad_copy' };
  if (code === 'INSUFFICIENT_SCOPE' && keyPlace === 'url' && principal?.urlKeys === 'read_only') {
    return { code, reason: 'url_read_only' };
  }
  return { code, reason: code === 'BAD_REQUEST' && hasUnknownOption(exchange) ? 'unknown_option' : code };
}

/** Whether the connection asks for a list of tools that there is not. */
function hasUnknownOption({ door, search, request }: Exchange): boolean {
  const toolsets = request.headers['x-mcp-toolsets'];
  try {
    if (door === 'mcp') listChoiceOf(search, typeof toolsets === 'string' ? toolsets : undefined);
    return false;
  } catch (error) {
    if (error instanceof Problem) return true;
    throw error;
  }
}
