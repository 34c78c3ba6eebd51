import type { Dice } from '../secrets/dice.ts';

const day = 86_400_000;
const firstLook = Date.UTC(2026, 2, 1, 12);

/** A collector's table, as files are: levels that rise, stay and fall, hidden ones, posts that come later, rows in any order. */
export function generatedFile(
  dice: Dice,
  { accounts, posts, looks }: { accounts: number; posts: number; looks: number },
): string {
  const rows: string[] = [];
  for (let account = 0; account < accounts; account += 1) {
    for (let post = 0; post < posts / accounts; post += 1) rows.push(...rowsOf(dice, account, post, looks));
  }
  const shuffled = rows.map((row) => ({ row, at: dice.below(1_000_000) })).sort((a, b) => a.at - b.at);
  const header = 'username,shortcode,timestamp,collected_at,views,likes,comments,followers';
  return `${[header, ...shuffled.map(({ row }) => row)].join('\n')}\n`;
}

function rowsOf(dice: Dice, account: number, post: number, looks: number): string[] {
  const code = `C${String(account).padStart(3, 'a')}${String(post).padStart(7, 'b')}`;
  const begins = dice.below(3) === 0 ? dice.below(looks) : 0;
  const madeAt = firstLook + (begins - 1) * day - dice.below(4) * day + dice.below(day / 1_000) * 1_000;
  const madeText = new Date(Math.min(madeAt, firstLook + begins * day)).toISOString();
  let [views, likes, comments] = [dice.below(5_000), dice.below(500), dice.below(50)];
  const rows: string[] = [];
  for (let look = begins; look < looks; look += 1) {
    if (dice.below(10) === 0) continue;
    views = Math.max(0, views + dice.below(300) - 40);
    likes = Math.max(0, likes + dice.below(20) - 3);
    if (dice.below(2) === 0) comments += dice.below(4);
    const seen = new Date(firstLook + look * day).toISOString();
    const shownLikes = dice.below(12) === 0 ? '-1' : String(likes);
    const shownViews = dice.below(12) === 0 ? '' : String(views);
    // Of an account the same on all its rows of an instant.
    const followers = 1_000 * (account + 1) + ((look * 37) % 90);
    rows.push(`user${account},${code},${madeText},${seen},${shownViews},${shownLikes},${comments},${followers}`);
  }
  return rows;
}
