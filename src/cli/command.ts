import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { ConfigError } from '../config.ts';
import { Problem } from '../contract/problem.ts';
import { redactKeys } from '../contract/redact.ts';
import { Refusal } from '../import/refusal.ts';
import { StoreUnavailable, storeProblem } from '../store/unavailable.ts';

/** What a command is given. Every word that its definition names is there. */
export interface Invocation {
  /** The settings, as `loadConfig` reads them. */
  env: Terminal['env'];
  word(name: string): string;
  /** All words, of a command that takes as many as one likes. */
  words: readonly string[];
  option(name: string): string | undefined;
  flag(name: string): boolean;
  /** All of standard input, for what must not stand on a command line. */
  input(): Promise<string>;
  /** For what is too long to be held until the end. */
  out: Terminal['out'];
  /** For what is under way. */
  err: Terminal['err'];
}

/** What a command answers: `data` for `--json`, `text` for people and shells. */
export interface Answer {
  data: unknown;
  /** Null where all was printed already. */
  text: string | null;
  /** For standard error, whatever the form of the answer. */
  warning?: string;
  /** Set where what was looked at is not in order: exit code 1. */
  isFailure?: true;
}

export interface Command {
  /** Words after the command's name, all needed, e.g. `['ID', 'NAME']`; `many`: as many as one likes. */
  words: readonly string[] | 'many';
  /** Options with a value; `--json` is everyone's. */
  options: readonly string[];
  /** Options without one. */
  flags?: readonly string[];
  run(invocation: Invocation): Promise<Answer>;
}

export interface Program {
  usage: string;
  commands: Readonly<Record<string, Command>>;
  /** The command that is meant where a program has one alone and its name is not written. */
  only?: string;
}

/** The command line was not understood: exit code 2 and the usage. */
export class UsageError extends Error {}

/** Where a command is given and answered: a process, or a test. */
export interface Terminal {
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Waits where the reader is slower. */
  out(text: string): void | Promise<void>;
  err(text: string): void;
  /** Standard input to its end; empty where left out. */
  input?(): Promise<string>;
}

/** This process as a terminal. */
const thisProcess: Terminal = {
  args: process.argv.slice(2),
  env: process.env,
  out: async (shown) => {
    if (!process.stdout.write(shown)) await once(process.stdout, 'drain');
  },
  err: (shown) => process.stderr.write(shown),
  input: () => (process.stdin.isTTY ? hiddenLine() : text(process.stdin)),
};

/** Runs the command that this process was started for. @returns the exit code */
export function runInThisProcess(program: Program): Promise<number> {
  // What is made in the data folder is for this user only: a command may be the first to open the database, or migrate it.
  process.umask(0o077);
  // Whoever read the answer went away (`export | head`): nobody is left to be told anything.
  process.stdout.once('error', () => process.exit(1));
  return runCommand(program, thisProcess);
}

/** Runs one command. @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage */
export async function runCommand(program: Program, terminal: Terminal): Promise<number> {
  try {
    if (terminal.args.includes('--help')) {
      await terminal.out(`${program.usage}\n`);
      return 0;
    }
    const { command, invocation, json } = understand(program, terminal);
    const answer = await command.run(invocation);
    await give(terminal, answer, json);
    if (answer.warning !== undefined) terminal.err(`${answer.warning}\n`);
    return answer.isFailure === true ? 1 : 0;
  } catch (error) {
    terminal.err(`${failureLine(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    terminal.err(`\n${program.usage}\n`);
    return 2;
  }
}

async function give({ out }: Terminal, { data, text: shown }: Answer, json: boolean): Promise<void> {
  if (shown !== null) await out(`${json ? JSON.stringify({ data }) : shown}\n`);
}

/** @throws UsageError with one line that names what is wrong. */
function understand(program: Program, { args, env, out, err, input }: Terminal) {
  const [name, ...rest] = program.only === undefined ? args : [program.only, ...args];
  if (name === undefined) throw new UsageError('A command is missing.');
  const command = Object.hasOwn(program.commands, name) ? program.commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command ${redactKeys(name)}.`);
  const { values, positionals } = parse(command, rest);
  const names = command.words === 'many' ? [] : command.words;
  if (command.words !== 'many' && positionals.length !== names.length) {
    throw new UsageError(`${name} takes ${names.join(' ') || 'no words'}; ${positionals.length} given.`);
  }
  const invocation: Invocation = {
    env,
    out,
    input: async () => (await input?.()) ?? '',
    err,
    words: positionals,
    word: (wanted) => positionals[names.indexOf(wanted)] ?? '',
    flag: (wanted) => values[wanted] === true,
    option: (wanted) => {
      const value = values[wanted];
      return typeof value === 'string' ? value : undefined;
    },
  };
  return { command, invocation, json: values.json === true };
}

function parse(command: Command, args: string[]) {
  const options: ParseArgsOptionsConfig = { json: { type: 'boolean' } };
  for (const option of command.options) options[option] = { type: 'string' };
  for (const flag of command.flags ?? []) options[flag] = { type: 'boolean' };
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    // Its first sentence; the others are advice on how to write a name that begins with a dash.
    const [reason] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(reason ?? 'The options were not understood.');
  }
}

function failureLine(error: unknown): string {
  const known = [Problem, ConfigError, StoreUnavailable, UsageError, Refusal].some((kind) => error instanceof kind);
  if (known && error instanceof Error) return redactKeys(error.message);
  const outage = storeProblem(error);
  if (outage !== null) return outage.detail;
  return `Unexpected failure: ${redactKeys(error instanceof Error ? (error.stack ?? error.message) : String(error))}`;
}

/** One line from a person at a terminal, not shown while it is typed. */
async function hiddenLine(): Promise<string> {
  process.stderr.write('Paste it and press Enter (nothing is shown): ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const line = await lines.question('');
  lines.close();
  process.stderr.write('\n');
  return line;
}
