import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '../../dashboard/dashboard-server.ts';
import { allow, type Decision } from '../../oauth/connect-server.ts';
import type { Home } from '../home.ts';

interface SignInRun {
  /** Written to its standard input once somebody has signed in; it is ended when it has answered with `until`. */
  input?: string;
  until?: RegExp;
  seconds?: number;
  /** What it is let do; it is let read where left out. */
  scope?: Decision['scope'];
}

/** Some print it as a link of the terminal, with control characters around it and the text behind it. */
const address = /http:\/\/127\.0\.0\.1:\d+\/oauth2\/authorize\?[^\s"'\p{Cc}]+?(?=https?:\/\/|[\s"'\p{Cc}]|$)/gu;

/**
 * Runs a client that opens a browser: whoever has the browser lets it in, and goes back to where the client waits.
 * @returns all that it said, with how it ended
 */
export async function runSigningIn(
  home: Home,
  owner: Browser,
  [program = '', ...args]: readonly string[],
  { input = '', until, seconds = 60, scope = 'read' }: SignInRun = {},
): Promise<string> {
  const env = { ...home.env, PATH: `${await browserOf(home)}:${home.env.PATH}`, TERM: 'dumb' };
  const child = spawn(program, args, { cwd: home.project, env, detached: true });
  let said = '';
  const asked = new Set<string>();
  const ended = Promise.withResolvers<void>();
  const timer = setTimeout(() => ended.resolve(), seconds * 1_000);
  const hear = (text: string): void => {
    said += text;
    for (const url of said.match(address) ?? []) {
      const { searchParams } = new URL(url);
      const state = searchParams.get('state') ?? '';
      // Until it is said whole, the end of an address is missing.
      if (asked.has(state) || !searchParams.has('resource')) continue;
      asked.add(state);
      void answer(owner, url, { scope }).then((how) => hear(how));
    }
    if (until?.test(said)) ended.resolve();
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  child.on('close', (code) => {
    said += `\n[ended with ${code}]`;
    ended.resolve();
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(input);
  await ended.promise;
  clearTimeout(timer);
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  return said;
}

async function answer(owner: Browser, url: string, decision: Decision): Promise<string> {
  try {
    const back = await allow(owner, url, decision);
    return `\n[went back with ${(await fetch(back)).status}]\n`;
  } catch (error) {
    return `\n[went back: ${String(error)}]\n`;
  }
}

/** What opens a browser on this machine does nothing: the address is read from what the client says. */
async function browserOf(home: Home): Promise<string> {
  const folder = join(home.folder, 'browser');
  await mkdir(folder, { recursive: true });
  for (const name of ['xdg-open', 'open']) {
    await writeFile(join(folder, name), '#!/bin/sh\n');
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}
