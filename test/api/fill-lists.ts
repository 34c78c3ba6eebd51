import { dayMs, type Serving } from '../services/serving.ts';
import { post } from '../store/rows.ts';

/** Gives an organization rows that differ in all that a list can be narrowed and sorted by, with many ties. */
export async function fillLists(own: Serving, word: string): Promise<void> {
  own.clock.now = Date.now() - 3 * dayMs;
  const creators = await addCreators(own, word);
  const usernames: string[] = [];
  for (let index = 0; index < 9; index += 1) usernames.push(await addAccount(own, word, index, creators));
  for (let index = 0; index < 7; index += 1) await addTikTok(own, index, usernames[index % 3] ?? '');
  for (const identifier of ['C8abcDEfgh1', 'C8abcDEfgh2']) {
    await own.ask('create_video', { body: { platform: 'instagram', identifier } });
  }
}

async function addCreators(own: Serving, word: string): Promise<readonly string[]> {
  const creators: string[] = [];
  for (const name of ['Zoë', 'ana', 'Bo', 'bo']) creators.push(await own.creator(`${word} ${name}`));
  for (const creator_id of creators.slice(2)) {
    await own.ask('update_creator', { params: { creator_id }, body: { is_active: false } });
  }
  return creators;
}

/** An account with two posts; the last one was never refreshed. */
async function addAccount(own: Serving, word: string, index: number, creators: readonly string[]): Promise<string> {
  own.clock.now += 1_000 * (index % 2);
  const username = `${word}.${index}.${index % 2 === 0 ? 'bakes' : 'sews'}`;
  const creator_id = creators[index % 5];
  const account_id = await own.account(username, {
    platform: index % 3 === 0 ? 'instagram' : 'tiktok',
    ...(creator_id !== undefined && { creator_id }),
  });
  const category = ['food', 'travel', null][index % 3];
  await own.ask('update_account', { params: { account_id }, body: { category, is_active: index % 2 === 0 } });
  if (index === 8) return username;
  const made = (days: number) => ({ create_time: new Date(own.clock.now - days * dayMs).toISOString() });
  const posts = [post(`${username}-a`, 100 * (index % 3), made(1)), post(`${username}-b`, 70, made(index))];
  await own.seen(account_id, 50 * (index % 4), posts, own.clock.now + 1_000 * (index % 3));
  return username;
}

/** A tracked video of an account; the last one was never refreshed. */
async function addTikTok(own: Serving, index: number, username: string): Promise<void> {
  own.clock.now += 1_000 * (index % 2);
  const views = index === 6 ? [] : [40 * (index % 4)];
  const video_id = await own.video(`74113350953946990${index}`, views, username);
  if (index % 2 === 0) await own.ask('update_video', { params: { video_id }, body: { is_active: false } });
}
