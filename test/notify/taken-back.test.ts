import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { setUpOwner } from '../dashboard/dashboard-server.ts';
import { testMailServers } from './mail-server.ts';

const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

testMailServers('what a killed process has handed over', ({ dashboard, mailbox }) => {
  /** A mail as such a process leaves it at its second try, and the file that says of which tries it sent the last line. */
  async function leave(address: string, { sent, of }: { sent: readonly number[]; of: string }): Promise<string> {
    const [id, claim] = [randomUUID(), randomUUID()];
    const at = new Date(Date.now() + dashboard().ahead.ms).toISOString();
    const facts = { organization: 'First', key: address, ends: at };
    await dashboard()
      .store.write.insertInto('mails')
      .values({
        id,
        occasion: id,
        kind: 'key_expires',
        address,
        organization_id: null,
        facts: JSON.stringify(facts),
        sealed_link: null,
        state: 'handed',
        claim,
        tries: 2,
        created_at: at,
        next_try_at: at,
        handed_at: at,
        settled_at: null,
      })
      .execute();
    // No process has this number.
    const header = JSON.stringify({ host: hostname(), pid: 4_194_305, startedAt: 1, boot: of });
    const file = join(dirname(dashboard().secretsFile), `mail-${claim}`);
    const lines = [header, `${randomUUID()} 1`, ...sent.map((tries) => `${id} ${tries}`)];
    await writeFile(file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    return id;
  }

  const stateOf = async (id: string) =>
    (await dashboard().store.read.selectFrom('mails').select('state').where('id', '=', id).executeTakeFirstOrThrow())
      .state;

  it('is sent once: again where its last line was not sent, and not where it was, or nobody knows', async () => {
    await setUpOwner(dashboard());
    const left = {
      notSent: await leave('not-sent@example.com', { sent: [], of: boot }),
      refusedBefore: await leave('refused-before@example.com', { sent: [1], of: boot }),
      sent: await leave('sent@example.com', { sent: [1, 2], of: boot }),
      powerCut: await leave('power-cut@example.com', { sent: [], of: 'an earlier start of the machine' }),
    };
    await dashboard().restart();
    await mailbox().to('not-sent@example.com');
    await mailbox().to('refused-before@example.com');
    await expect.poll(() => stateOf(left.notSent)).toBe('sent');
    await expect.poll(() => stateOf(left.refusedBefore)).toBe('sent');
    expect([await stateOf(left.sent), await stateOf(left.powerCut)]).toEqual(['unknown', 'handed']);
    dashboard().ahead.ms += 16 * 60_000;
    await expect.poll(() => stateOf(left.powerCut), { timeout: 10_000 }).toBe('unknown');
    expect(
      mailbox()
        .received.map(({ to }) => to)
        .sort(),
    ).toEqual(['not-sent@example.com', 'refused-before@example.com']);
    expect(dashboard().log()).toContain(`"mail":"${left.sent}","kind":"key_expires","outcome":"unknown"`);
    // What was read is gone; a shutdown in order leaves nothing.
    const files = async () =>
      (await readdir(dirname(dashboard().secretsFile))).filter((name) => name.startsWith('mail-'));
    expect(await files()).toHaveLength(1);
    await dashboard().restart();
    expect(await files()).toEqual([]);
  });
});
