interface Range {
  type: string;
  subtype: string;
  quality: number;
}

/**
 * Whether an Accept header lets a media type through: the most specific range that matches decides (RFC 9110 §12.5.1).
 * Without the header everything is accepted.
 */
export function accepts(accept: string | undefined, type: string, subtype: string): boolean {
  if (accept === undefined || accept === '' || accept === '*/*') return true;
  // What most clients send, without a look at each part.
  if (accept.includes(`${type}/${subtype}`) && !accept.includes(';')) return true;
  const ranges = accept.split(',').map(readRange);
  const exact = ranges.find((range) => range.type === type && range.subtype === subtype);
  const family = ranges.find((range) => range.type === type && range.subtype === '*');
  const any = ranges.find((range) => range.type === '*' && range.subtype === '*');
  return ((exact ?? family ?? any)?.quality ?? 0) > 0;
}

function readRange(text: string): Range {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type = '', subtype = ''] = range.split('/');
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, subtype, quality: quality === undefined ? 1 : Number(quality) || 0 };
}
