/** What an answer is sent as. */
export type AnswerForm = 'json' | 'sse';

/**
 * Streamable HTTP wants clients to accept JSON and SSE both; many name one, any or none. JSON wherever it is accepted,
 * else SSE, and null only when both are excluded (406).
 */
export function answerForm(accept: string | undefined): AnswerForm | null {
  if (accept === undefined || accept === '') return 'json';
  // What correct clients send, without a look at each part.
  if (accept.includes('application/json') && !accept.includes(';')) return 'json';
  const ranges = accept.split(',').map(readRange);
  if (accepts(ranges, 'application', 'json')) return 'json';
  return accepts(ranges, 'text', 'event-stream') ? 'sse' : null;
}

interface Range {
  type: string;
  subtype: string;
  quality: number;
}

function readRange(text: string): Range {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type = '', subtype = ''] = range.split('/');
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, subtype, quality: quality === undefined ? 1 : Number(quality) || 0 };
}

/** The most specific range that matches decides (RFC 9110 §12.5.1). */
function accepts(ranges: readonly Range[], type: string, subtype: string): boolean {
  const exact = ranges.find((range) => range.type === type && range.subtype === subtype);
  const family = ranges.find((range) => range.type === type && range.subtype === '*');
  const any = ranges.find((range) => range.type === '*' && range.subtype === '*');
  return ((exact ?? family ?? any)?.quality ?? 0) > 0;
}
