import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { ConfigError } from '../config.ts';
import { Problem } from '../contract/problem.ts';
import { redactKeys } from '../contract/redact.ts';
import { StoreUnavailable, storeProblem } from '../store/unavailable.ts';

/** What a command is given. Every word that its definition names is there. */
export interface Invocation {
  word(name: string): string;
  option(name: string): string | undefined;
}

/** What a command answers: `data` for `--json`, `text` for people and shells. */
export interface Answer {
  data: unknown;
  text: string;
  /** For standard error, whatever the form of the answer. */
  warning?: string;
}

export interface Command {
  /** Words after the command's name, all needed, e.g. `['ID', 'NAME']`. */
  words: readonly string[];
  /** Options with a value; `--json` is everyone's. */
  options: readonly string[];
  run(invocation: Invocation): Promise<Answer>;
}

export interface Program {
  usage: string;
  commands: Readonly<Record<string, Command>>;
}

/** The command line was not understood: exit code 2 and the usage. */
export class UsageError extends Error {}

/** Runs one command with the arguments of this process; sets the exit code: 0 done, 1 refused or failed, 2 wrong usage. */
export async function main(program: Program): Promise<void> {
  try {
    const args = process.argv.slice(2);
    if (args.includes('--help')) {
      process.stdout.write(`${program.usage}\n`);
      return;
    }
    const { command, invocation, json } = understand(program, args);
    const answer = await command.run(invocation);
    process.stdout.write(`${json ? JSON.stringify({ data: answer.data }) : answer.text}\n`);
    if (answer.warning !== undefined) process.stderr.write(`${answer.warning}\n`);
  } catch (error) {
    const wrongUsage = error instanceof UsageError;
    process.stderr.write(`${failureLine(error)}\n`);
    if (wrongUsage) process.stderr.write(`\n${program.usage}\n`);
    process.exitCode = wrongUsage ? 2 : 1;
  }
}

/** @throws UsageError with one line that names what is wrong. */
function understand(program: Program, args: readonly string[]) {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError('A command is missing.');
  const command = Object.hasOwn(program.commands, name) ? program.commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command ${redactKeys(name)}.`);
  const { values, positionals } = parse(command, rest);
  if (positionals.length !== command.words.length) {
    throw new UsageError(`${name} takes ${command.words.join(' ') || 'no words'}; ${positionals.length} given.`);
  }
  const invocation: Invocation = {
    word: (wanted) => positionals[command.words.indexOf(wanted)] ?? '',
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
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    // Its first sentence; the others are advice on how to write a name that begins with a dash.
    const [reason] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(reason ?? 'The options were not understood.');
  }
}

function failureLine(error: unknown): string {
  const known = [Problem, ConfigError, StoreUnavailable, UsageError].some((kind) => error instanceof kind);
  if (known && error instanceof Error) return redactKeys(error.message);
  const outage = storeProblem(error);
  if (outage !== null) return outage.detail;
  return `Unexpected failure: ${redactKeys(error instanceof Error ? (error.stack ?? error.message) : String(error))}`;
}
