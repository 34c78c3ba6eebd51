import manifest from '../../package.json' with { type: 'json' };
import { clients } from '../../src/connect/clients.ts';
import { KEY_VARIABLE } from '../../src/connect/endpoint.ts';
import { environmentCommands } from '../../src/connect/environment.ts';
import type { CommandMethod, Method } from '../../src/connect/method.ts';
import { runInShell } from '../connect/shells/real-shell.ts';
import { runShimAtPrompt } from '../connect/windows/cmd-prompt.ts';
import { lineForCmd } from '../connect/windows/powershell.ts';
import { type Answer, judge, serverCauses } from './answer.ts';
import { type Check, inHome, type Stage } from './check.ts';
import { type Configuration, readDefinition, readFile, readLink } from './configuration.ts';
import { keyStates } from './keys.ts';
import { askByOldSdk, askByStdio, type StdioServer } from './sdk-clients.ts';
import { stdioCauses } from './stdio-causes.ts';
import versions from './versions.json' with { type: 'json' };

const name = 'creatoraudit';

/** What the text of each guide is read into and connected by. */
const reader = `MCP SDK ${manifest.devDependencies['@modelcontextprotocol/sdk']}`;

/** The clients that cannot run here: every text of theirs is read the way they document, and what is in it is used. */
export function readChecks(guides: readonly string[], stage: Stage): Check[] {
  return clients
    .filter(({ id }) => guides.includes(id))
    .flatMap((guide) =>
      guide.connect({ url: stage.url, key: stage.keys.valid, name }).methods.map(
        (method): Check => ({
          client: guide.title,
          version: null,
          method: method.title,
          form: formOf(method),
          key: 'valid',
          run: async () => judge('valid', await askMethod(guide.id, stage, method), serverCauses),
        }),
      ),
    );
}

/** mcp-remote, which bridges for clients that speak stdio only, with a key of every state. */
export function bridgeChecks(stage: Stage): Check[] {
  const other = clients.find(({ id }) => id === 'other');
  return keyStates.map((key) => ({
    client: 'mcp-remote',
    version: versions['mcp-remote'],
    method: 'JSON for clients that start programs only',
    form: 'file',
    key,
    run: async () => {
      const methods = other?.connect({ url: stage.url, key: stage.keys[key], name }).methods ?? [];
      const file = methods.find(({ id }) => id === 'json-stdio');
      if (file === undefined) throw new Error('there is no such method');
      return judge(key, await askMethod('other', stage, file), stdioCauses);
    },
  }));
}

function formOf(method: Method): string {
  if (method.kind !== 'command') return `${method.kind}, read by ${reader}`;
  const shell = { posix: 'sh', cmd: 'cmd (parsed)', powershell: 'PowerShell (parsed)' }[method.shell];
  return method.id.startsWith('curl') ? `${shell}, run by curl` : `${shell}, read by ${reader}`;
}

async function askMethod(guide: string, stage: Stage, method: Method): Promise<Answer> {
  if (method.kind === 'command' && method.id.startsWith('curl')) return await askCurl(stage, method);
  const configuration = configurationOf(guide, stage, method);
  return configuration.kind === 'http'
    ? await askByOldSdk(configuration.server)
    : await askBridge(stage, configuration.server);
}

function configurationOf(guide: string, stage: Stage, method: Method): Configuration {
  const values = { [KEY_VARIABLE]: stage.keys.valid, input: stage.keys.valid };
  switch (method.kind) {
    case 'file':
      return readFile(guide, method, name, values);
    case 'link':
      return readLink(guide, method, name);
    case 'url':
      return { kind: 'http', server: { url: method.text, headers: {} } };
    case 'command': {
      const [program, option, definition = ''] = argumentsOf(method, {});
      if (!/^code(-insiders)?$/.test(program ?? '') || option !== '--add-mcp') throw new Error(`starts ${program}`);
      return readDefinition(JSON.parse(definition), name);
    }
  }
}

/** What a program gets from the command, in the shell that it is written for. */
function argumentsOf({ shell, text }: CommandMethod, variables: Readonly<Record<string, string>>): readonly string[] {
  if (shell === 'posix') return runInShell('/bin/sh', text)[0] ?? [];
  return runShimAtPrompt(shell === 'cmd' ? text : lineForCmd(text), variables);
}

/** In the folder of the installed one, so that `npx` takes that version and asks no registry. */
function askBridge(stage: Stage, server: StdioServer): Promise<Answer> {
  return inHome(stage, {}, ({ env }) => askByStdio(server, stage.programs.folder, env));
}

/** The call by hand, in a real shell or as Windows would give it to curl. */
function askCurl(stage: Stage, method: CommandMethod): Promise<Answer> {
  const key = stage.keys.valid;
  return inHome(stage, { [KEY_VARIABLE]: key }, async (home) => {
    const [set] = method.keyFrom === 'environment' ? environmentCommands(key) : [];
    await home.write('~/pasted', `${set?.text ?? ''}\n${method.text}`);
    const argv =
      method.shell === 'posix' ? ['/bin/sh', `${home.folder}/pasted`] : argumentsOf(method, { [KEY_VARIABLE]: key });
    const { stdout, output } = await home.run(argv);
    const isAnswered = stdout.includes('"type":"whoami"');
    return { connected: isAnswered, says: output, tools: null, read: isAnswered ? 'OK' : 'no answer', write: null };
  });
}
