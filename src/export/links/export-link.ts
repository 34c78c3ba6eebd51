import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../contract/problem.ts';
import { rowForms } from '../../contract/rows.ts';

/** How long a link to rows lives. */
const livesMs = 10 * 60_000;

/** Below `/v2`, and for people below the dashboard's own pages. */
export const exportPath = '/exports/';

const textOrNumber = z.union([z.string(), z.number(), z.boolean()]);

const asked = z.object({
  organizationId: z.string(),
  operation: z.string(),
  params: z.record(z.string(), textOrNumber),
  query: z.record(z.string(), textOrNumber),
  form: z.enum(Object.keys(rowForms)),
});
const content = asked.extend({ until: z.int() });

/** The rows that a link is for. */
type LinkedRows = z.output<typeof asked>;

export interface ExportLinks {
  make(rows: LinkedRows): { url: string; expiresAt: string };
  /**
   * What a link is for. It lets nobody in: whoever opens it must be of its organization by a key or a session.
   * @throws Problem NOT_FOUND for a link of another organization or of nobody, or whose time is over
   */
  open(token: string, organizationId: string): LinkedRows;
}

interface LinkSetting {
  /** Authenticates links: `secrets.derive('export_link')`. */
  secret: KeyObject;
  now: () => number;
  /** Origin under which clients reach the API, without a trailing slash. */
  apiUrl: string;
}

/** Links that say what is to be exported and until when; nothing is kept of them, and none holds a key. */
export function createExportLinks({ secret, now, apiUrl }: LinkSetting): ExportLinks {
  const mac = (text: string) => createHmac('sha256', secret).update(text).digest();
  return {
    make(rows) {
      const until = now() + livesMs;
      const text = Buffer.from(JSON.stringify({ ...rows, until })).toString('base64url');
      const url = `${apiUrl}/v2${exportPath}${text}.${mac(text).toString('base64url')}`;
      return { url, expiresAt: new Date(until).toISOString() };
    },
    open(token, organizationId) {
      const [text = '', given = ''] = token.split('.', 2);
      const wanted = mac(text);
      const sent = Buffer.from(given, 'base64url');
      if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) throw unknownLink();
      const { until, ...rows } = content.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
      if (until < now() || rows.organizationId !== organizationId) throw unknownLink();
      return rows;
    },
  };
}

function unknownLink(): Problem {
  return new Problem('NOT_FOUND', 'This link is not known here, or its ten minutes are over: make it anew.');
}
