/** How a request that was sent, or begun, came to no whole answer. */
export type FailureKind = 'timeout' | 'unreachable' | 'certificate' | 'cut' | 'too_large';

const timeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);
const neverReached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const tooLarge = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ERR_BUFFER_TOO_LARGE']);

/** Sorts what the HTTP client threw, by its code alone: messages name addresses. */
export function failureKindOf(error: unknown): { kind: FailureKind; code: string } {
  const code = codeOf(error);
  if (timeouts.has(code)) return { kind: 'timeout', code };
  if (tooLarge.has(code)) return { kind: 'too_large', code };
  if (/CERT|SELF_SIGNED|LEAF_SIGNATURE|ERR_TLS|ERR_SSL|EPROTO/.test(code)) return { kind: 'certificate', code };
  if (neverReached.has(code)) return { kind: 'unreachable', code };
  return { kind: 'cut', code };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
}
