import { execFile, spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../server/test-server.ts';

/** The way of working that CreatorAudit's public documents teach, by the real curl. */
describe.skipIf(spawnSync('curl', ['--version']).error !== undefined)('curl', () => {
  const at = testServer({ SAMPLE_DATA: 'on' });
  let key = '';
  beforeAll(async () => {
    key = await at().key();
  });

  function curl(...args: string[]): Promise<ReturnType<typeof JSON.parse>> {
    const all = ['-s', '-H', `Authorization: Bearer ${key}`, ...args];
    return new Promise((resolve, reject) => {
      execFile('curl', all, (error, stdout) => (error === null ? resolve(JSON.parse(stdout)) : reject(error)));
    });
  }

  it('asks who it is', async () => {
    const { data } = await curl(`${at().url}/v2/whoami`);
    expect(data).toMatchObject({ type: 'whoami', organization_id: at().organizationId, api_key_name: 'test' });
  });

  it('walks a list by next_cursor, each row once', async () => {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await curl(`${at().url}/v2/accounts?limit=10&include_total=true${after}`);
      ids.push(...page.data.map(({ id }: { id: string }) => id));
      expect(page.pagination.total_count).toBe(30);
      cursor = page.pagination.next_cursor;
    }
    expect([ids.length, new Set(ids).size]).toEqual([30, 30]);
  });

  it('tracks an account and waits for its first refresh', async () => {
    const body = JSON.stringify({ platform: 'tiktok', username: 'https://www.tiktok.com/@new.face' });
    const { data } = await curl(
      '-X',
      'POST',
      '-H',
      'Content-Type: application/json',
      '-d',
      body,
      `${at().url}/v2/accounts`,
    );
    expect(data).toMatchObject({ username: 'new.face', last_scrape_time: null, follower_count: 0 });
    const refreshed = async () => (await curl(`${at().url}/v2/accounts/${data.id}`)).data.last_scrape_time;
    await expect.poll(refreshed, { timeout: 10_000, interval: 200 }).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    const posts = await curl(`${at().url}/v2/account-videos?account_id=${data.id}`);
    expect(posts.data.length).toBeGreaterThan(0);
  });
});
