import { accepts } from '../../http/accept.ts';

/** What an answer is sent as. */
export type AnswerForm = 'json' | 'sse';

/**
 * Streamable HTTP wants clients to accept JSON and SSE both; many name one, any or none. JSON wherever it is accepted,
 * else SSE, and null only when both are excluded (406).
 */
export function answerForm(accept: string | undefined): AnswerForm | null {
  if (accepts(accept, 'application/json')) return 'json';
  return accepts(accept, 'text/event-stream') ? 'sse' : null;
}
