import { z } from 'zod';

/** A host and port that may be reached wherever they are, and by plain http too, though people or posts name them. */
export interface AllowedHost {
  /** As it stands in a URL: lower case, an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
}

/** One of OUTBOUND_ALLOW. */
export const allowedHost = z.string().transform((value, context) => {
  const read = allowedHostOf(value);
  if (read !== null) return read;
  context.addIssue({
    code: 'custom',
    message: 'must be hosts with their ports, with commas between them, as in collector.internal:4318',
  });
  return z.NEVER;
});

/** Whatever is more than that would be read as something else than it says. */
function allowedHostOf(value: string): AllowedHost | null {
  const [, host = '', digits = ''] = /^([^/@?#\\\s*]+):(\d{1,5})$/.exec(value) ?? [];
  const hostname = URL.parse(`http://${host}:${digits}/`)?.hostname ?? '';
  const port = Number(digits);
  return hostname === '' || port === 0 ? null : { host: hostname, port };
}
