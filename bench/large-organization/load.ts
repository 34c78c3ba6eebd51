import { seedOf } from '../../src/collect/sample/random.ts';
import { stableId } from '../../src/collect/sample/stable-id.ts';
import type { VideoHistory } from '../../src/store/ingest/history.ts';
import { loadHistory } from '../../src/store/ingest/load-history.ts';
import type { Store } from '../../src/store/store.ts';
import { accountHistory, creatorId, platformOf, usernameOf } from './accounts.ts';
import { type Calendar, calendarOf, iso } from './moments.ts';
import { contentOf, generatedPost } from './posts.ts';
import type { Size } from './size.ts';

const creatorsPerStatement = 500;
/** Accounts in one transaction. The indexes of a million posts are touched all over by any few: many at once, less to write. */
const accountsPerTransaction = 500;

/** What was loaded: rows of all tables, and how long it took. */
export interface Loaded {
  rows: number;
  seconds: number;
}

/**
 * Fills an empty organization with generated accounts, posts, videos and their days, by the bulk form of the ordinary
 * write path: no table is written but through it.
 * @param progress is told the share that is done
 */
export async function loadLargeOrganization(
  store: Store,
  organizationId: string,
  size: Size,
  now: number,
  progress: (share: number) => void,
): Promise<Loaded> {
  const begun = performance.now();
  const calendar = calendarOf(now, size.days);
  await addCreators(store, organizationId, size, calendar);
  for (let first = 0; first < size.accounts; first += accountsPerTransaction) {
    const numbers = range(first, Math.min(size.accounts, first + accountsPerTransaction));
    const accounts = numbers.map((number) => accountHistory(organizationId, number, size, calendar));
    await loadHistory(store, { organizationId, accounts, videos: [] }, { yieldBetweenChunks: false });
    progress((first + numbers.length) / size.accounts);
  }
  const videos = trackedVideos(organizationId, size, calendar);
  await loadHistory(store, { organizationId, accounts: [], videos }, { yieldBetweenChunks: false });
  const posts = size.accounts * size.postsPerAccount + size.videos;
  const rows = posts * (1 + size.daysPerPost) + size.accounts * (1 + size.days) + size.creators * size.days;
  return { rows, seconds: (performance.now() - begun) / 1000 };
}

function videoId(organizationId: string, number: number): string {
  return stableId(organizationId, `video ${number}`);
}

function* trackedVideos(organizationId: string, size: Size, calendar: Calendar): Generator<VideoHistory> {
  const seenAt = iso(calendar.startOf(calendar.days.length - 1) + 43_200_000);
  for (const number of range(0, size.videos)) {
    const account = number % size.accounts;
    const order = number % size.postsPerAccount;
    const post = generatedPost(`${usernameOf(account)}/tracked`, order, size, calendar);
    yield {
      video: {
        id: videoId(organizationId, number),
        platform: platformOf(account),
        is_active: 1,
        scrape_interval_hours: 24,
        next_refresh_at: iso(calendar.startOf(calendar.days.length + 39)),
        metadata: '{}',
        account_id: null,
        account_username: `stranger.${seedOf(post.externalId).toString(36)}`,
        platform_account_id: null,
        platform_data: '{}',
        ...contentOf(post.caption),
        external_id: `${number}${post.externalId}`,
        is_unavailable: 0,
        cover_image_url_original: null,
        video_url_original: null,
        create_time: post.createdAt,
        added_at: post.createdAt,
        updated_at: seenAt,
        first_scrape_time: post.createdAt,
        last_scrape_time: seenAt,
      },
      history: post.history,
    };
  }
}

async function addCreators(store: Store, organizationId: string, size: Size, calendar: Calendar): Promise<void> {
  for (let first = 0; first < size.creators; first += creatorsPerStatement) {
    const rows = range(first, Math.min(size.creators, first + creatorsPerStatement)).map((number) => {
      const name = nameOf(number);
      return {
        id: creatorId(organizationId, number),
        organization_id: organizationId,
        name,
        name_key: name.toLowerCase(),
        is_active: 1 as const,
        metadata: '{}',
        created_at: iso(calendar.startOf(0)),
      };
    });
    await store.write.insertInto('creators').values(rows).execute();
  }
}

const given = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Elif', 'Farah', 'Goran', 'Hana', 'Ines', 'Jonas'] as const;
const family = ['Ahlberg', 'Bianchi', 'Castro', 'Dupont', 'Eriksen', 'Fischer', 'Greco', 'Horvat', 'Ito'] as const;

function nameOf(number: number): string {
  return `${given[number % given.length]} ${family[number % family.length]} ${number}`;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
