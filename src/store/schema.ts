import type { ColumnType, Generated, RawBuilder } from 'kysely';

/**
 * The tables, as Kysely sees them; the same on SQLite and PostgreSQL.
 *
 * One code path for both databases: instants are ISO 8601 text with `Z` and milliseconds, days are `YYYY-MM-DD` text,
 * booleans are 0/1, JSON is text. Each of those compares and sorts alike everywhere.
 */
export interface Schema {
  organizations: OrganizationTable;
  api_keys: ApiKeyRow;
  api_usage_days: ApiUsageDayRow;
  idempotency_answers: IdempotencyAnswerRow;
  instance_facts: InstanceFactRow;
  id_sequences: IdSequenceRow;
  creators: CreatorRow;
  accounts: AccountTable;
  account_ids: AccountIdRow;
  former_usernames: FormerUsernameRow;
  account_videos: AccountVideoRow & KnownColumns & BegunColumns;
  videos: VideoRow & KnownColumns & NumberedColumns;
  post_aliases: PostAliasRow;
  post_keys: PostKeyRow;
  account_days: AccountDayRow;
  creator_days: CreatorDayRow;
  organization_days: OrganizationDayRow;
  organization_post_days: OrganizationPostDayRow;
  origins: OriginRow;
  account_looks: AccountLookRow;
  profile_words: ProfileWordsRow;
  account_reported_days: AccountReportedDayRow;
  post_levels: PostLevelRow;
  imports: ImportRow;
  import_accounts: ImportAccountRow;
  pushes: PushRow;
  push_accounts: PushAccountRow;
  import_blocks: ImportBlockRow;
  import_rejects: ImportRejectRow;
  uploads: UploadRow;
  upload_pieces: UploadPieceRow;
  post_ages: PostAgeRow;
  post_words: PostWordsRow;
  people: PersonRow;
  dashboard_sessions: DashboardSessionRow;
  sign_in_accounts: SignInAccountRow;
  provider_links: ProviderLinkRow;
  verifications: VerificationRow;
  members: MemberRow;
  invitations: InvitationRow;
  audit_events: AuditEventRow;
  audit_pending: AuditPendingRow;
  audit_chain: AuditChainRow;
  audit_writers: AuditWriterRow;
  upstream_keys: UpstreamKeyRow;
  mails: MailRow;
  mail_links: MailLinkRow;
  sign_in_places: SignInPlaceRow;
  connect_grants: GrantRow;
  connect_requests: ConnectRequestRow;
  connect_clients: ConnectClientTable;
  connect_resources: { id: string; identifier: string };
  connect_client_resources: { id: string; client_id: string; resource_id: string };
  connect_refresh_tokens: RefreshTokenTable;
  connect_access_tokens: AccessTokenTable;
  connect_consents: { id: string; grant_id: string; created_at: AuthInstant };
  connect_assertions: { id: string; expires_at: AuthInstant };
}

/** 0 or 1: both databases compare and sum it alike. */
export type Flag = 0 | 1;

export interface OrganizationRow {
  id: string;
  name: string;
  created_at: string;
  suspended_at: string | null;
  /** Most accounts it may track (QUOTA_EXCEEDED beyond); null = no cap. */
  account_cap: number | null;
  max_recent_posts_per_account: number | null;
  post_lookback_days: number | null;
  url_keys: 'allow' | 'read_only' | 'forbid';
  /** 1 as long as the organization holds invented sample data. */
  holds_sample_data: Flag;
}

interface OrganizationTable extends OrganizationRow {
  /** Stands for the organization in `post_levels`; the database gives it and gives none twice. */
  number: Generated<number>;
}

export interface ApiKeyRow {
  id: string;
  organization_id: string;
  name: string;
  /** What may be shown: `ca_live_ab12…wxyz`. */
  masked_key: string;
  /** HMAC-SHA-256 of the key under the pepper that `pepper_id` names, base64url. */
  lookup_hash: string;
  pepper_id: string;
  /** JWE of the full key for the Connect helper; null where KEY_RECOVERY=off. */
  sealed_key: string | null;
  /** Space-separated, widest meaning explicit: `read write admin`. */
  scopes: string;
  status: 'enabled' | 'disabled';
  created_at: string;
  /** Who made it: `cli`, `first start`, or a person's id. */
  created_by: string;
  expires_at: string | null;
  last_used_at: string | null;
  last_used_client: string | null;
  /** Place it was last sent in, e.g. `authorization`, `x-api-key`, `url`. */
  last_used_place: string | null;
  /** `first_start`: goes when its organization no longer holds sample data. */
  purpose: 'ordinary' | 'first_start';
  /** The key that a rotation made to replace this one. */
  replaced_by: string | null;
}

/** Requests of a key on a UTC day, per operation or tool. */
export interface ApiUsageDayRow {
  organization_id: string;
  key_id: string;
  day: string;
  door: 'rest' | 'mcp';
  /** Operation id or tool name, always from our own registry. */
  operation: string;
  calls: number;
  errors: number;
  rate_limited: number;
}

/** contract §1 Idempotency: kept 24 h per organization and endpoint. */
export interface IdempotencyAnswerRow {
  organization_id: string;
  operation: string;
  /** SHA-256 of the Idempotency-Key header: what a client puts there is not ours to keep. */
  key_hash: string;
  body_hash: string;
  state: 'running' | 'done';
  status: number | null;
  location: string | null;
  body: string | null;
  created_at: string;
  /** The id of what the request makes; null in rows from before it was kept. */
  resource_id: string | null;
}

/** Facts of this installation: fingerprint of its secrets, day of the sample data, … */
interface InstanceFactRow {
  name: string;
  value: string;
}

/** The next integer id of account videos. */
interface IdSequenceRow {
  name: string;
  next_id: number;
}

export interface CreatorRow {
  id: string;
  organization_id: string;
  name: string;
  /** Lower-cased name: sorts alike on both databases. */
  name_key: string;
  is_active: Flag;
  metadata: string;
  created_at: string;
}

export type Platform = 'instagram' | 'tiktok';

export interface AccountRow {
  id: string;
  organization_id: string;
  platform: Platform;
  /** Lower case, no `@`. */
  username: string;
  name: string | null;
  description: string | null;
  profile_pic_url: string | null;
  profile_pic_url_original: string | null;
  is_verified: Flag;
  is_active: Flag;
  /** 1 when a pause of its creator stopped it: only those are resumed with the creator. */
  paused_by_creator: Flag;
  is_unavailable: Flag;
  link_in_bio: string | null;
  creator_id: string | null;
  category: string | null;
  metadata: string;
  added_at: string;
  first_scrape_time: string | null;
  last_scrape_time: string | null;
  /** When the refresh loop takes it next; null when it has no provider. */
  next_refresh_at: string | null;
  scrape_interval_hours: number;
  max_recent_posts_per_account: number | null;
  post_lookback_days: number | null;
  follower_count: number;
  following_count: number;
  profile_post_count: number;
  total_post_count: number;
  view_count: number;
  play_count: number;
  like_count: number;
  comment_count: number;
  share_count: number;
  saved_count: number | null;
  fb_play_count: number | null;
  ig_play_count: number | null;
  fb_like_count: number | null;
}

interface AccountTable extends AccountRow {
  /** Metrics that no look ever told, as bits (see `observations/metrics.ts`); their counts are 0. */
  unknown_metrics: Generated<number>;
  /** Metrics that reported days tell, as such bits. */
  reported_metrics: Generated<number>;
  /** What the last look could not read, for people; null where it read all. */
  unreadable_posts: Generated<string | null>;
  /** When its name and the like were told, ms since the epoch; null before. */
  profile_at: Generated<number | null>;
  /** By which origin; null where that was before origins were kept. */
  profile_origin: Generated<number | null>;
  /** Up to when its posts keep one level a day, ms since the epoch; null before (see `ingest/thin-levels.ts`). */
  thinned_until: Generated<number | null>;
  /** The platform's id of another account that was seen in its place; null where there is none to decide about. */
  refused_platform_account_id: Generated<string | null>;
  /** When that was last seen, ISO 8601. */
  refused_at: Generated<string | null>;
  /** In words for people, with what to do. */
  refused_because: Generated<string | null>;
}

/** What a platform calls an account; primary key (organization_id, platform, platform_account_id), one of each kind an account. */
interface AccountIdRow {
  organization_id: string;
  platform: Platform;
  platform_account_id: string;
  /** Platforms have several ids for one account; only those of one kind compare (see `ingest/account-identity.ts`). */
  kind: string;
  account_id: string;
}

/** A name that an account had; primary key (organization_id, platform, username). */
interface FormerUsernameRow {
  organization_id: string;
  platform: Platform;
  /** Lower case, no `@`. */
  username: string;
  account_id: string;
  /** When another name was seen, ISO 8601. */
  until: string;
}

/** A further id of a post, which leads to its key; primary key (organization_id, platform, other_id). */
interface PostAliasRow {
  organization_id: string;
  platform: Platform;
  other_id: string;
  external_id: string;
}

/** A post and on how many accounts it is; triggers keep it. Primary key (organization_id, platform, external_id). */
interface PostKeyRow {
  organization_id: string;
  platform: Platform;
  external_id: string;
  accounts: number;
}

/** What a post is and counts, shared by discovered and individually tracked ones. */
export interface PostColumns {
  external_id: string;
  shortcode: string | null;
  description: string | null;
  create_time: string | null;
  media_type: string | null;
  /** Seconds. */
  duration: number | null;
  is_unavailable: Flag;
  cover_image_url: string | null;
  cover_image_url_original: string | null;
  video_url: string | null;
  video_url_original: string | null;
  view_count: number;
  play_count: number;
  like_count: number;
  comment_count: number;
  share_count: number;
  /** Null on TikTok (contract §2). */
  saved_count: number | null;
  first_scrape_time: string | null;
  last_scrape_time: string | null;
}

interface KnownColumns {
  /** Metrics that no observation ever told, as bits (see `observations/metrics.ts`); their counts are 0. */
  unknown_metrics: Generated<number>;
}

interface NumberedColumns {
  /** Stands for the video in `post_levels`, among the ids of posts; null as long as it was never seen. */
  number: Generated<number | null>;
}

interface BegunColumns {
  /** Metrics whose first level was counted from 0, as bits: the post was new when it was listed first. */
  from_zero: Generated<number>;
  /**
   * Its last run (see `post_levels`), where its counts and `last_scrape_time` say all that it says: from when on, ms since
   * the epoch, and by which origin. Null where one has to look.
   */
  run_at: Generated<number | null>;
  run_origin: Generated<number | null>;
}

/** Posts found on tracked accounts; primary key (platform, id). */
export interface AccountVideoRow extends PostColumns {
  /** Known from the first sight of a post on. */
  create_time: string;
  platform: Platform;
  id: number;
  organization_id: string;
  account_id: string;
  added_at: string;
  updated_at: string;
}

/** Individually tracked videos. */
export interface VideoRow extends PostColumns {
  id: string;
  organization_id: string;
  platform: Platform;
  is_active: Flag;
  scrape_interval_hours: number;
  next_refresh_at: string | null;
  metadata: string;
  added_at: string;
  updated_at: string;
  /** The tracked account that posted it, where it is tracked too. */
  account_id: string | null;
  account_username: string | null;
  platform_account_id: string | null;
  platform_data: string;
}

/** A day's gains: the difference of that day's last snapshot and the one before it. May be negative after a correction. */
export interface GainColumns {
  day: string;
  views: number;
  plays: number;
  likes: number;
  comments: number;
  shares: number;
  saves: number;
}

/** A metric at the end of a day of a post's life; null where nobody looked within a day of it. */
export type AgeColumns = Record<`${keyof Omit<GainColumns, 'day'>}_day_${1 | 7 | 30}`, number | null>;

/**
 * Followers as steps, so that any window is a sum over days: the level on a day is the sum up to it of
 * `followers_first + followers_gained`, and is unknown while no `follower_accounts` came before.
 */
export interface FollowerColumns {
  /** Follower counts seen for the first time on this day: a level, never a gain. */
  followers_first: number;
  /** How many accounts `followers_first` speaks of. */
  follower_accounts: number;
  followers_gained: number;
}

/** Primary key (account_id, day). */
interface AccountDayRow extends GainColumns, FollowerColumns {
  account_id: string;
  organization_id: string;
}

/** Primary key (creator_id, day): the sum of the accounts linked now, with their whole history. */
interface CreatorDayRow extends GainColumns, FollowerColumns {
  creator_id: string;
  organization_id: string;
}

/** Primary key (organization_id, day): the sum of all its accounts. */
interface OrganizationDayRow extends GainColumns, FollowerColumns {
  organization_id: string;
}

/** Primary key (organization_id, day): how many posts of its accounts were made on that UTC day. */
interface OrganizationPostDayRow {
  organization_id: string;
  day: string;
  posts: number;
}

/** Where observations come from: one per organization, source and import. Rows of `before` are from when only days were kept. */
export interface OriginRow {
  number: number;
  organization_id: string;
  source: 'before' | 'file' | 'push' | 'api';
  /** Empty where the source is no import. */
  import_id: string;
}

/** A look at an account; primary key (organization_id, account_id, at, origin). */
export interface AccountLookRow {
  organization_id: string;
  account_id: string;
  /** ms since the epoch. */
  at: number;
  origin: number;
  /** 0: the profile alone, 1: some of its posts, 2: all of them. */
  listing: 0 | 1 | 2;
  followers: number | null;
  following: number | null;
  posts: number | null;
  /** JSON: the rounding step of each level that is rounded. */
  steps: string | null;
  /** Bits of the metrics that it told of any post (see `observations/metrics.ts`); all where it listed none. */
  told: number;
  /** The posts in its list that could not be read, a line each (see `ingest/unread.ts`). */
  unread: string | null;
}

/**
 * What is reported of an account's UTC day without its posts: what each metric gained, null where that is not told. Primary
 * key (account_id, day, origin).
 */
export interface AccountReportedDayRow {
  organization_id: string;
  account_id: string;
  day: string;
  origin: number;
  views: number | null;
  plays: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
  saves: number | null;
  /** The level at the end of the day. */
  followers: number | null;
  /** Its rounding step; 0 where it is exact. */
  followers_step: number;
  followers_gained: number | null;
  /** Bits of the gains that are rounded, followers' after those of posts. */
  rounded: number;
  /** Bits of what of it stands in the days of the account, in the same order. */
  counted: number;
}

/**
 * What an origin said last of a profile in words, beside what the account shows; primary key (account_id,
 * origin).
 */
interface ProfileWordsRow {
  organization_id: string;
  account_id: string;
  origin: number;
  /** ms since the epoch. */
  at: number;
  /** JSON. */
  words: string;
}

/** Levels of a post, or of an individually tracked video by its number, from one instant on; primary key (organization_no, post_id, at, origin). A level that is unknown is null. */
export interface PostLevelRow {
  organization_no: number;
  post_id: number;
  /** ms since the epoch. */
  at: number;
  origin: number;
  /** ms: it was still so at `at + still`, and at each look of its origin in between. */
  still: number;
  views: number | null;
  plays: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
  saves: number | null;
  /** JSON: the rounding step of each level that is rounded; null where all are exact. */
  steps: string | null;
}

/** A file that was taken in, or is about to be. */
export interface ImportRow {
  id: string;
  organization_id: string;
  /** What its owner calls the file. */
  name: string;
  /** Of its bytes as they were read and of what was said about it. */
  sha256: string;
  bytes: number;
  state: ImportState;
  /** JSON: what its owner said of it (see `import/reading/answers.ts`). */
  answers: string;
  /** JSON: what it was recognised as, with its columns and totals. */
  report: string;
  /** Why it was refused; null where it was not. */
  reason: string | null;
  rows_read: number;
  rows_bad: number;
  /** How many observations it tells, and how many of them are in the store. */
  observations: number;
  applied: number;
  created_at: string;
  /** A person's id, or `cli`. */
  created_by: string;
  ended_at: string | null;
  taken_back_at: string | null;
  /** How far it is applied: the account's number, and the last of its posts (`''`: only what is said of itself). */
  applied_account: number;
  applied_post: string;
  /** The process that works on it, and until when it has said so, ms since the epoch. */
  claim: string | null;
  claimed_until: number;
}

/** `staging`: its rows are read. `staged`: all are, and wait. `refused`: more than half were bad, or it cannot be applied. */
export type ImportState = 'staging' | 'staged' | 'applying' | 'applied' | 'withdrawing' | 'withdrawn' | 'refused';

/** What a key pushed within an hour (UTC); where its observations come from. One is open for each key and hour. */
export interface PushRow {
  id: string;
  organization_id: string;
  key_id: string;
  /** ISO 8601, the first instant of the hour. */
  hour: string;
  state: 'open' | 'withdrawing' | 'withdrawn';
  first_at: string;
  last_at: string;
  observations: number;
  /** Counts that were more than 100 times what was known. */
  leaps: number;
  taken_back_at: string | null;
}

/** An account that a push told of; primary key (push_id, account_id). */
interface PushAccountRow {
  push_id: string;
  account_id: string;
  /** 1 where the push made it. */
  is_new: Flag;
}

/** An account that an import speaks of; primary key (import_id, number). */
export interface ImportAccountRow {
  import_id: string;
  number: number;
  platform: Platform;
  username: string;
  /** JSON: the platform's ids that stand beside the name. */
  platform_ids: string;
  /** Null until it is known or made. */
  account_id: string | null;
  /** 1 where the import made it. */
  is_new: Flag;
  /** Why its rows are not taken; null where they are. */
  refused: string | null;
}

/** Some of what a file says of an account, before it is applied; primary key (import_id, account, run, block). */
export interface ImportBlockRow {
  import_id: string;
  account: number;
  /** Rows are sorted within a run. */
  run: number;
  block: number;
  rows: number;
  /** JSON: the instants at which its posts were seen. */
  instants: string;
  /** JSON (see `import/stage/staged.ts`). */
  body: string;
}

/** A row of a file that was not taken; primary key (import_id, seq). */
export interface ImportRejectRow {
  import_id: string;
  seq: number;
  /** The line of the file, or the place of its item. */
  number: number;
  field: string;
  reason: string;
  line: string;
}

/** A file on its way from a page. */
export interface UploadRow {
  id: string;
  organization_id: string;
  name: string;
  /** As its page said. */
  bytes: number;
  /** When the file was last changed, ms since the epoch. */
  changed_at: number;
  begun_at: string;
  /** Bytes of it that are here. */
  arrived: number;
  pieces: number;
  /** Of an archive what came of it, as JSON; its pieces are the table of ids then. */
  outcome: string | null;
}

interface UploadPieceRow {
  upload_id: string;
  /** From 0. */
  number: number;
  content: Uint8Array;
}

/**
 * What a post counted at the end of some days of its life: level by metric and day, null where it is unknown. No row where
 * all are. Primary key (organization_no, post_id); follows `post_levels` in the same transaction.
 */
export interface PostAgeRow extends AgeColumns {
  organization_no: number;
  post_id: number;
}

/**
 * What an origin said last of an individually tracked video beside its counts, so that another's words come back when it
 * is taken back; of an account's post only what stands beside what the post shows (see `observations/said.ts`). Primary
 * key (organization_no, post_id, origin).
 */
export interface PostWordsRow {
  organization_no: number;
  post_id: number;
  origin: number;
  /** ms since the epoch. */
  at: number;
  /** JSON. */
  words: string;
}

/**
 * An instant in a table of better-auth, which has its own idea of them: ISO 8601 text on SQLite, `timestamptz` on
 * PostgreSQL, where it is written as text and read as a Date.
 */
type AuthInstant = ColumnType<string | Date, string, string>;

/** 0/1 on SQLite, boolean on PostgreSQL. Written as the literal `true`, which both know. */
type AuthFlag = ColumnType<number | boolean, RawBuilder<boolean>, RawBuilder<boolean>>;

interface AuthDates {
  created_at: AuthInstant;
  updated_at: AuthInstant;
}

interface PersonRow extends AuthDates {
  id: string;
  name: string;
  /** Lower case: an address, or the sign-in name of an account that lost its own. */
  email: string;
  /** Whether a provider has vouched for the address. An invitation proves nothing. */
  email_verified: AuthFlag;
  image: string | null;
  /** The address that was the account's until somebody else proved it. */
  lost_email: string | null;
}

interface DashboardSessionRow extends AuthDates {
  id: string;
  token: string;
  person_id: string;
  expires_at: AuthInstant;
  /** The organization that the session is in; nothing keeps it true, so the membership is looked up each time. */
  organization_id: string | null;
  ip_address: string | null;
  user_agent: string | null;
  address_class: AddressClass | null;
  begun_by: SessionBegunBy | null;
  /** ISO 8601, at most some minutes old while the session is used. */
  seen_at: string | null;
}

/** All that is kept of the address that a session came from. */
export type AddressClass = 'loopback' | 'private' | 'public_ipv4' | 'public_ipv6' | 'unknown';

/** How somebody showed who they are: by a new account's first password too. */
export type SessionBegunBy = 'password' | 'provider';

/**
 * A way in: `credential` with the password's hash. Rows of `oidc` are from before `provider_links`, or of an older process
 * beside this one: they let nobody in, and become such links.
 */
interface SignInAccountRow extends AuthDates {
  id: string;
  person_id: string;
  provider_id: string;
  account_id: string;
  password: string | null;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: AuthInstant | null;
  refresh_token_expires_at: AuthInstant | null;
  scope: string | null;
}

/** Whom an OpenID Connect provider vouches for: issuer and subject are the identity, whatever the address. */
interface ProviderLinkRow {
  id: string;
  issuer: string;
  subject: string;
  person_id: string;
  linked_at: string;
}

/** Short-lived state of a sign-in by OpenID Connect. */
interface VerificationRow extends AuthDates {
  id: string;
  identifier: string;
  value: string;
  expires_at: AuthInstant;
}

export type MemberRole = 'owner' | 'admin' | 'member' | 'viewer';

interface MemberRow {
  id: string;
  organization_id: string;
  person_id: string;
  role: MemberRole;
  created_at: AuthInstant;
}

interface InvitationRow {
  id: string;
  organization_id: string;
  email: string;
  role: MemberRole;
  status: 'pending' | 'accepted' | 'rejected' | 'canceled';
  /** Who made its link, and must still be allowed to make it when somebody comes with it. */
  inviter_id: string;
  expires_at: AuthInstant;
  created_at: AuthInstant;
  /** SHA-256 of the token in its link, base64url; null in rows that let nobody in. */
  token_hash: string | null;
  /** Why it was revoked without anybody asking for it: then it stays in the list. */
  revoked_because: RevocationReason | null;
}

/**
 * `upgrade`: it was made when every list showed the links. `role`, `removal`, `suspension`: whoever made it could no longer
 * make it, since then.
 */
export type RevocationReason = 'upgrade' | 'role' | 'removal' | 'suspension';

/** Who did what: to a key, to a person's rights, or by a call. Never a key, never a link (`src/audit`). */
export interface AuditEventRow extends AuditContent, Authorship {
  /** Its place in the chain, from 1 without a gap. */
  seq: number;
  /** SHA-256 over the row and the hash before it. */
  hash: string;
  /** At the last row of each batch, over all of it: whoever has only the database cannot make one (`src/audit/seals.ts`). */
  seal: string | null;
}

/** What was written in a transaction and has no place in the chain yet: for a second at most while a server runs. */
export interface AuditPendingRow extends AuditContent, Authorship {
  id: string;
}

/** Who wrote a row of the audit trail; all null in those from before rows were authenticated (migration 0017). */
export interface Authorship {
  /** The process: a UUID that it chose at its start. */
  writer: string | null;
  /** Counted by that process from 1. */
  writer_number: number | null;
  /** HMAC over content, writer and number under a key that is in no database. */
  mac: string | null;
}

export interface AuditContent {
  at: string;
  /** Null where the whole installation is meant. */
  organization_id: string | null;
  /** Null where no person did it. */
  person_id: string | null;
  /** `key.created`, `member.role_changed`, `call.tool`, `process.started`, … */
  event: string;
  key_id: string | null;
  /** Of a call: the tool or the REST operation. */
  operation: string | null;
  outcome: 'ok' | 'error' | 'refused' | null;
  /** The problem's code where the outcome is not ok. */
  code: string | null;
  ms: number | null;
  /** Of the answer. */
  bytes: number | null;
  client: string | null;
  /** JSON object of texts. */
  facts: string;
}

/** The one row that says where the audit chain ends and, since retention takes its oldest rows, where it begins. */
interface AuditChainRow {
  name: 'trail';
  seq: number;
  hash: string;
  /** The row before the first one that is kept. */
  base_seq: number;
  base_hash: string;
  base_seal: string | null;
  /** Which numbers of which writers the deleted rows had: JSON of `src/audit/ledger.ts`, under the same seal. */
  base_state: string | null;
}

/** A process that writes to the audit trail. */
interface AuditWriterRow {
  id: string;
  host: string;
  pid: number;
  started_at: string;
  seen_at: string;
}

/** The key by which an organization reaches its upstream API. */
interface UpstreamKeyRow {
  organization_id: string;
  /** JWE of the full key. */
  sealed_key: string;
  /** What may be shown of it. */
  masked_key: string;
  /** What the upstream said of it when it was set. */
  upstream_organization_id: string;
  upstream_key_name: string;
  set_at: string;
}

export type MailKind =
  | 'invitation'
  | 'password_reset'
  | 'address_proof'
  | 'key_made'
  | 'key_widened'
  | 'key_expires'
  | 'app_connected'
  | 'new_place';

/**
 * `waiting` for its time; `taken` by the process that sends, and the SMTP server knows nothing of it; `handed`: it is being
 * told, and the process's file says whether the last line was sent; all others are final (`src/notify/outbox`).
 */
export type MailState = 'waiting' | 'taken' | 'handed' | 'sent' | 'refused' | 'given_up' | 'over_limit' | 'unknown';

/** A mail that is to be sent or was. */
export interface MailRow {
  id: string;
  /** What it is for, once in all time: `key_made:KEY:PERSON`. */
  occasion: string;
  kind: MailKind;
  address: string;
  organization_id: string | null;
  /** JSON object of texts: what the letter says. No link, no token. */
  facts: string;
  /** JWE of an invitation's link; null in all others, and once it was sent. */
  sealed_link: string | null;
  state: MailState;
  /** The process that has taken it. */
  claim: string | null;
  tries: number;
  created_at: string;
  next_try_at: string;
  handed_at: string | null;
  settled_at: string | null;
}

/** A link that a mail of ours holds. */
interface MailLinkRow {
  /** SHA-256 of the token in it, base64url. */
  token_hash: string;
  mail_id: string;
  purpose: 'password_reset' | 'address_proof';
  person_id: string;
  /** Where it was sent: it is void once the person has another address. */
  address: string;
  expires_at: string;
}

/** From where somebody has signed in: a network and a browser. Primary key (person_id, place). */
interface SignInPlaceRow {
  person_id: string;
  place: string;
  seen_at: string;
}

/** What an app may do for a person in an organization: it stands where a key stands. */
export interface GrantRow {
  id: string;
  organization_id: string;
  person_id: string;
  /** As the client names itself to us: an id that we gave, or the URL of its document. */
  client_id: string;
  /** Foreign text, bounded. */
  client_name: string;
  /** The host of a client's document; null for one that registered, of whom nothing is known. */
  client_host: string | null;
  redirect_host: string;
  /** Space-separated, widened: `read write`. */
  scopes: string;
  status: 'enabled' | 'disabled';
  created_at: string;
  /** Moves with each use. */
  expires_at: string;
  /** Of the code that the client takes its first tokens by; null before it was given. */
  code_hash: string | null;
  code_expires_at: string | null;
  /** Null as long as the client has not come with its code: until then the grant is shown to nobody. */
  code_used_at: string | null;
  last_used_at: string | null;
  last_used_client: string | null;
}

/** A client's request that waits for somebody's answer. */
interface ConnectRequestRow {
  reference_hash: string;
  client_id: string;
  /** As the plugin signed it. */
  query: string;
  /** Of the cookie of the browser that has opened it; null before. */
  browser_hash: string | null;
  expires_at: string;
}

/** Of the plugin's columns those that we write or read. Lists are JSON. */
interface ConnectClientTable {
  id: Generated<string>;
  client_id: string;
  client_discovery_id: string | null;
  name: string | null;
  uri: string | null;
  redirect_uris: string;
  token_endpoint_auth_method: string;
  application_type: string;
  client_secret: string | null;
  jwks: string | null;
  jwks_uri: string | null;
  grant_types: string;
  response_types: string;
  require_pkce: ColumnType<number | boolean | null, RawBuilder<boolean>, RawBuilder<boolean>>;
  created_at: AuthInstant;
  updated_at: AuthInstant;
  seen_at: string;
  /** Until when a fetched document is not asked for again; null for a client that registered. */
  fresh_until: string | null;
  /** Whose owner made it by hand: for members of that organization alone. Null for all others. */
  organization_id: string | null;
  /** HMAC-SHA-256 under a pepper, as of a key; null for a client that has no secret. */
  secret_hash: string | null;
}

interface TokenTable {
  id: Generated<string>;
  /** HMAC-SHA-256 under a pepper, as of a key. */
  token: string;
  client_id: string;
  person_id: string | null;
  grant_id: string;
  /** JSON. */
  resources: string | null;
  /** JSON. */
  scopes: string;
  expires_at: AuthInstant;
  created_at: AuthInstant;
}

interface RefreshTokenTable extends TokenTable {
  /** When its successor took its place. */
  rotated_at: ColumnType<string | Date | null, string | null | undefined, string | null>;
  /** The answer that it was exchanged for, sealed, for a client to whom it got lost. */
  replay: string | null;
  replay_until: ColumnType<string | Date | null, string | null | undefined, string | null>;
}

interface AccessTokenTable extends TokenTable {
  refresh_id: string | null;
}
