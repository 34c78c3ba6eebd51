import { z } from 'zod';
import { CallerWords } from '../contract/caller-words.ts';
import { operations } from '../contract/operations.ts';
import { Problem } from '../contract/problem.ts';
import { isJson, parsedJson } from './answers/json.ts';
import { refusalOf } from './answers/remote-problem.ts';
import { outboundHeaders } from './send/headers.ts';
import type { Sender } from './send/sender.ts';
import { outboundTarget } from './send/target.ts';

/** What the original's /whoami tells; the rest are our additions, which an upstream may have too. */
const whoami = z.looseObject({
  organization_id: z.string().min(1).max(255),
  api_key_name: z.string().max(255),
  organization_name: z.string().max(255).optional().catch(undefined),
  expires_at: z.string().max(64).nullable().optional().catch(undefined),
});

type Who = z.output<typeof whoami>;

/** Whose an upstream key is, as the upstream says. */
export type Asked = { kind: 'valid'; who: Who } | { kind: 'refused'; status: 401 | 403; detail: string };

const { get_api_key_info: operation } = operations;
/** Checks take ways of their own, of which guesses at keys have one: they must not fill that of anybody else. */
const lanes = { known: ' keys', guess: ' guesses' } as const;

/**
 * Asks the upstream whose a key is.
 * @throws Problem where it does not say
 */
export async function askWhoami(
  { sender, basePath, userAgent }: { sender: Sender; basePath: string; userAgent: string },
  key: string,
  { requestId, signal, isGuess = false }: { requestId: string; signal: AbortSignal; isGuess?: boolean },
): Promise<Asked> {
  const raw = await sender.send({
    lane: isGuess ? lanes.guess : lanes.known,
    operation: operation.id,
    outbound: {
      method: operation.method,
      target: outboundTarget(basePath, operation, { params: {}, query: {} }),
      headers: outboundHeaders({ key, requestId, userAgent, hasBody: false }),
      body: null,
    },
    isRead: true,
    signal,
  });
  if (raw.status === 200) {
    const envelope = isJson(raw.contentType) ? z.object({ data: whoami }).safeParse(parsedJson(raw.text)) : undefined;
    if (envelope?.success) return { kind: 'valid', who: withoutKey(envelope.data.data, key) };
    throw new Problem(
      'UPSTREAM_ERROR',
      'What UPSTREAM_URL leads to does not answer /whoami as v2 does: data.organization_id and data.api_key_name are needed.',
    );
  }
  if (raw.status < 400) {
    throw new Problem('UPSTREAM_ERROR', `The upstream API answered /whoami with ${raw.status}. Correct UPSTREAM_URL.`);
  }
  const refusal = refusalOf(operation, raw, key);
  if (refusal.kind === 'problem') throw refusal.problem;
  return { kind: 'refused', status: refusal.status, detail: refusal.detail };
}

/** What it says of a key is kept in logs and rows: an upstream that repeats the key itself must not get it there. */
function withoutKey(who: Who, key: string): Who {
  const words = new CallerWords([key]);
  if (words.shown(who.organization_id) !== who.organization_id) {
    throw new Problem('UPSTREAM_ERROR', 'The upstream API names an organization by the key that it was sent.');
  }
  const { organization_name: name } = who;
  return {
    ...who,
    api_key_name: words.shown(who.api_key_name),
    ...(name !== undefined && { organization_name: words.shown(name) }),
  };
}
