import { z } from 'zod';
import { type Answer, type Causes, serverCauses } from './answer.ts';
import type { Home } from './home.ts';
import type { HttpServer } from './sdk-clients.ts';

const listed = z.object({ tools: z.array(z.object({ name: z.string() })) });
const called = z.object({
  isError: z.boolean().optional(),
  structuredContent: z.object({ code: z.string().optional() }).optional(),
});

export type InspectorEra = 'legacy' | 'modern';

/** The Inspector's command line: lists with its lint of schemas at its strictest, and calls. */
export async function askInspector(home: Home, { url, headers }: HttpServer, era: InspectorEra): Promise<Answer> {
  const header = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const run = (...options: readonly string[]) =>
    home.run([
      'mcp-inspector',
      '--cli',
      url,
      ...['--transport', 'http', ...header, '--protocol-era', era, '--stored-auth-only', ...options],
    ]);
  const list = await run('--method', 'tools/list', '--strict');
  if (list.code !== 0) return { connected: false, says: list.output, tools: null, read: null, write: null };
  const call = async (name: string, args: object) => {
    const { stdout } = await run(
      '--method',
      'tools/call',
      '--tool-name',
      name,
      '--tool-args-json',
      JSON.stringify(args),
    );
    const { isError, structuredContent } = called.parse(JSON.parse(stdout));
    return isError === true ? (structuredContent?.code ?? 'an error without a code') : 'OK';
  };
  const tools = listed.parse(JSON.parse(list.stdout)).tools.map(({ name }) => name);
  const read = await call('get_api_key_info', {});
  // A tool that it does not see it does not call.
  const write = tools.includes('create_creator')
    ? await call('create_creator', { name: 'Made by the Inspector' })
    : null;
  return { connected: true, says: list.output, tools, read, write };
}

/** In the new era it tells the status alone. */
export const inspectorCauses: Readonly<Record<InspectorEra, Causes>> = {
  legacy: serverCauses,
  modern: {
    wrong: /the server requires authorization \(HTTP 401\)/,
    disabled: /the server denied access \(HTTP 403\)/,
    expired: /the server denied access \(HTTP 403\)/,
  },
};
