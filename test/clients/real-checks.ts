import { type ClientGuide, clients } from '../../src/connect/clients.ts';
import { KEY_VARIABLE } from '../../src/connect/endpoint.ts';
import { environmentCommands } from '../../src/connect/environment.ts';
import type { CommandMethod, Method } from '../../src/connect/method.ts';
import { runInShell } from '../connect/shells/real-shell.ts';
import { runShimAtPrompt } from '../connect/windows/cmd-prompt.ts';
import { lineForCmd } from '../connect/windows/powershell.ts';
import { judge } from './answer.ts';
import { type Check, inHome, type Stage } from './check.ts';
import type { Home } from './home.ts';
import { type KeyState, keyStates } from './keys.ts';
import type { RealClient } from './real-client.ts';
import versions from './versions.json' with { type: 'json' };

const name = 'creatoraudit';
const shellForm = 'shell';

/** Every text that the guide of a client gives, given to that client; and its best one with a key of every state. */
export function realChecks(client: RealClient, stage: Stage): Check[] {
  const guide = guideOf(client);
  const version = new Map(Object.entries(versions)).get(client.package) ?? null;
  const methodsFor = (key: KeyState) => guide.connect({ url: stage.url, key: stage.keys[key], name }).methods;
  const check = (method: Method, key: KeyState): Check => ({
    client: guide.title,
    version,
    method: method.title,
    form: formOf(method),
    key,
    run: () => tryMethod(client, stage, method, key),
  });
  const [best] = methodsFor('valid');
  return keyStates.flatMap((key) =>
    methodsFor(key)
      .filter((method) => key === 'valid' || (method.id === best?.id && formOf(method) === formOf(best)))
      .map((method) => check(method, key)),
  );
}

function guideOf({ guide }: RealClient): ClientGuide {
  const found = clients.find(({ id }) => id === guide);
  if (found === undefined) throw new Error(`no guide is called ${guide}`);
  return found;
}

function formOf(method: Method): string {
  if (method.kind !== 'command') return method.kind;
  return { posix: shellForm, cmd: 'cmd (parsed)', powershell: 'PowerShell (parsed)' }[method.shell];
}

async function tryMethod(client: RealClient, stage: Stage, method: Method, key: KeyState): Promise<string> {
  if (method.kind === 'command' && method.shell !== 'posix') return sameAsInShell(client, stage, method);
  // Quoting is the same for all commands of a client: one of them is pasted into every shell there is.
  const isQuotingTest = key === 'valid' && method.id === 'add' && formOf(method) === shellForm;
  const shells = isQuotingTest ? client.shells : ['/bin/sh'];
  const outcomes = new Set<string>();
  for (const shell of shells) {
    const fromEnvironment = method.keyFrom === 'environment' ? { [KEY_VARIABLE]: stage.keys[key] } : {};
    const outcome = await inHome(stage, { ...client.variables, ...fromEnvironment }, async (home) => {
      await client.prepare(home, method.scope);
      if (method.id === 'replace') await apply(home, addWithOtherKey(client, stage), '/bin/sh');
      await apply(home, method, shell);
      return judge(key, await client.ask(home, name), client.causes);
    });
    outcomes.add(outcome);
  }
  return [...outcomes].join('; ');
}

/** What a user has who comes to replace an entry. */
function addWithOtherKey(client: RealClient, stage: Stage): CommandMethod {
  const methods = guideOf(client).connect({ url: stage.url, key: stage.keys.wrong, name }).methods;
  const add = methods.find(({ id }) => id === 'add');
  if (add?.kind !== 'command') throw new Error(`${client.guide} has no command`);
  return add;
}

async function apply(home: Home, method: Method, shell: string): Promise<void> {
  if (method.kind === 'file') return await home.write(method.path.linux, method.text);
  if (method.kind !== 'command') throw new Error(`nothing takes a ${method.kind} here`);
  if (method.shell === 'posix') {
    // A script in a file: at the end of a pipe the first program would read the second line.
    await home.write('~/pasted', pasted(home, method));
    await mustRun(home, [shell, `${home.folder}/pasted`]);
    return;
  }
  throw new Error(`${method.shell} does not run here`);
}

/** The text as its user pastes it, the variable set before it as the guide says. */
function pasted(home: Home, { text, keyFrom }: CommandMethod): string {
  const key = home.env[KEY_VARIABLE];
  const [set] = keyFrom === 'environment' ? environmentCommands(key) : [];
  return set === undefined ? text : `${set.text}\n${text}`;
}

/**
 * No Windows here: what `cmd`'s and PowerShell's rules make of the text must be the very arguments that the shell gives,
 * with which the client was run.
 */
function sameAsInShell(client: RealClient, stage: Stage, method: CommandMethod): string {
  const variables = { [KEY_VARIABLE]: stage.keys.valid };
  const { methods } = guideOf(client).connect({ url: stage.url, key: stage.keys.valid, name });
  const inShell = methods.find(({ id, ...other }) => id === method.id && other.kind === 'command');
  if (inShell?.kind !== 'command') throw new Error(`${method.id} has no form for a shell`);
  const wanted = runInShell('/bin/sh', inShell.text, variables);
  const lines = method.text.split('\n');
  // npm installs these clients as `.cmd` shims on Windows.
  const given = lines.map((line) => runShimAtPrompt(method.shell === 'cmd' ? line : lineForCmd(line), variables));
  if (JSON.stringify(given) !== JSON.stringify(wanted)) throw new Error(`gives ${given}, not ${wanted}`);
  return 'gives the client the same arguments as the shell';
}

async function mustRun(home: Home, argv: readonly string[]): Promise<void> {
  const { code, output } = await home.run(argv);
  if (code !== 0) throw new Error(`${argv[0]} ended with ${code}: ${output}`);
}
