import { describe, expect, it } from 'vitest';
import { connectAgent, readCommand } from './agent.ts';
import { copied, setUp, signIn } from './people.ts';
import { testSite } from './site.ts';

const site = testSite();

describe('a new gateway', () => {
  it('leads from the printed link to an agent that answers', async () => {
    const page = await site().visitor();
    await page.goto('/');
    await page.getByText('Open the whole link that the server printed').waitFor();
    await page.getByText('npm run -s org -- setup-link').waitFor();

    await page.goto(`${site().setupLink}x`);
    await page.reload();
    await page.getByText('This setup link does not work, or not any more').waitFor();
    expect(await page.getByLabel('Email').count()).toBe(0);

    await page.goto(site().setupLink);
    await page.reload();
    await page.getByText('This renames “Sample organization”').waitFor();
    await setUp(site(), page);
    // The used link is nowhere to go back to.
    expect(page.url()).not.toContain('#');
    // The key that the start printed lives on, and says how long.
    const first = page.getByRole('listitem').filter({ hasText: 'first start' });
    await first.getByText('Expires').waitFor();
    await page.getByText('“first start” is filled in. It can only read. It ends').waitFor();
    await page.getByRole('button', { name: 'Make one for Claude Code (read)' }).click();
    await page.getByText('“Claude Code”, was made for this').waitFor();
    await page.getByText('Also track, change and delete').waitFor();

    const { url, key } = readCommand(await copied(page));
    await page.getByText('Waiting for the first request from Claude Code').waitFor();

    const agent = await connectAgent(url, key, 'claude-code');
    await agent.listTools();
    const answer = await agent.callTool({ name: 'get_overview', arguments: { period: '7d' } });
    expect(answer.isError).not.toBe(true);
    await agent.close();

    const card = page.getByRole('status').filter({ hasText: 'Connected' });
    await card.waitFor();
    const seen = await card.textContent();
    expect(seen).toContain('claude-code');
    expect(seen).toContain('in the Authorization header');
    expect(seen).toContain('2025-11-25');
    expect(seen).toMatch(/Tools offered\d+/);
  });

  it('shows the first error with its remedy', async () => {
    const page = await site().visitor();
    await signIn(page);
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'ChatGPT' }).click();
    await page.getByRole('button', { name: 'Make one for ChatGPT (read)' }).click();
    await page.getByText('“ChatGPT”, was made').waitFor();
    const url = await copied(page);
    expect(url).toMatch(/\/mcp\?api_key=ca_live_/);

    const refused = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' });
    expect(refused.status).toBe(400);
    await page.getByText('The server did not understand the request.').waitFor();
    await page.getByText('Check that the URL was pasted whole').waitFor();
  });

  it('tells a used setup link that there is an owner', async () => {
    const page = await site().visitor();
    await page.goto(site().setupLink);
    await page.getByRole('heading', { name: 'This gateway has an owner' }).waitFor();
  });
});
