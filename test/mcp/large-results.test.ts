import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callTool } from './ask.ts';
import { mcpServer } from './mcp-server.ts';

const at = mcpServer();

const page = z.looseObject({
  note: z.string().optional(),
  data: z.array(z.looseObject({ id: z.union([z.string(), z.int()]).optional(), date: z.string().optional() })),
  pagination: z.object({ next_cursor: z.string().nullable(), has_next: z.boolean(), limit: z.int() }).optional(),
});

async function ask(name: string, args: Record<string, unknown>) {
  const { text, structure } = await callTool({ at: at(), key: 'read', name, args });
  expect(countTokens(text)).toBeLessThan(8_000);
  return { text, body: page.parse(structure) };
}

async function countVideos(): Promise<number> {
  const args = { limit: 1, platform: 'tiktok', include_total: true };
  const { structure } = await callTool({ at: at(), name: 'list_account_videos', args });
  return z.object({ pagination: z.object({ total_count: z.int() }) }).parse(structure).pagination.total_count;
}

describe('a list that is too large', () => {
  it('is walked whole by the cursors of its own answers, nothing twice and nothing left out', async () => {
    const before = await countVideos();
    const whole: unknown[] = [];
    for (let cursor: string | null | undefined = null; cursor !== undefined; ) {
      const { body } = await ask('list_account_videos', { limit: 200, platform: 'tiktok', ...(cursor && { cursor }) });
      whole.push(...body.data.map(({ id }) => id));
      if (body.pagination?.has_next) expect(body.note).toContain(`cursor=${body.pagination.next_cursor}`);
      cursor = body.pagination?.next_cursor ?? undefined;
    }
    expect(new Set(whole).size).toBe(whole.length);
    // The sample goes on meanwhile: a post that is newer than the first page is in none.
    expect(whole.length).toBeGreaterThanOrEqual(before);
    expect(whole.length).toBeLessThanOrEqual(await countVideos());
  });

  it('fits at once when few columns are asked for', async () => {
    const { body } = await ask('list_account_videos', { limit: 200, fields: ['id', 'view_count'] });
    expect(body.note).toBeUndefined();
    expect(body.data).toHaveLength(200);
    expect(Object.keys(body.data[0] ?? {}).sort()).toEqual(['id', 'view_count']);
  });

  it('comes through call_v2_endpoint in the same way', async () => {
    const { text, structure } = await callTool({
      at: at(),
      name: 'call_v2_endpoint',
      args: { path: '/account-videos', query: { limit: 200 } },
    });
    expect(countTokens(text)).toBeLessThan(8_000);
    const { body } = z.object({ body: page }).parse(structure);
    expect(body.note).toContain(`cursor=${body.pagination?.next_cursor}`);
    expect(body.data.length).toBe(body.pagination?.limit);
  });
});

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

describe('a time series that is too large', () => {
  it('is walked whole by the dates of its notes', async () => {
    const [first, last] = [dayAgo(364), dayAgo(1)];
    let window: Record<string, unknown> | null = { start_date: first, end_date: last, period: 'custom' };
    const dates: unknown[] = [];
    while (window !== null) {
      const { body }: { body: z.output<typeof page> } = await ask('get_overview_timeseries', window);
      dates.push(...body.data.map(({ date }) => date));
      const [, start_date, end_date] = /start_date=(\S+), end_date=(\S+?)\./.exec(body.note ?? '') ?? [];
      window = start_date === undefined ? null : { period: 'custom', start_date, end_date };
    }
    expect(dates).toHaveLength(364);
    expect([dates[0], dates.at(-1)]).toEqual([first, last]);
    expect(new Set(dates).size).toBe(364);
  });
});

describe('a batch that is too large', () => {
  it('answers the first ids and says how many', async () => {
    const listed = await ask('list_account_videos', { limit: 200, platform: 'instagram', fields: ['id'] });
    const all = listed.body.data.map(({ id }) => id);
    const args = { instagram_post_ids: all, period: '30d' };
    const { text, structure } = await callTool({ at: at(), name: 'get_account_video_metrics', args });
    expect(countTokens(text)).toBeLessThan(8_000);
    const shown = Object.keys(Object(structure.data));
    if (structure.note === undefined) {
      expect(shown).toHaveLength(all.length);
      return;
    }
    expect(structure.note).toContain(`the first ${shown.length} of ${all.length} instagram_post_ids`);
    expect(shown.map(Number).sort()).toEqual(all.slice(0, shown.length).map(Number).sort());
  });
});
