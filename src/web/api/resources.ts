import type { DashboardAnswer } from './dashboard.ts';
import type { V2Answer } from './v2.ts';

/** What the registries answer, by the names that the pages use. */
export type Session = DashboardAnswer<'/session'>['data'];
export type Organization = NonNullable<Session['organization']>;
export type Role = Organization['role'];
export type ApiKey = DashboardAnswer<'/api-keys'>['data'][number];
export type Scope = ApiKey['scopes'][number];
/** A key that was just made: no later answer holds the full one. */
export interface NewKey {
  apiKey: ApiKey;
  fullKey: string;
}
export type ConnectedApp = DashboardAnswer<'/connected-apps'>['data'][number];
export type KeyTool = DashboardAnswer<'/api-keys/{key_id}/tools'>['data'][number];
export type Sighting = DashboardAnswer<'/connect/watch'>['data'];
export type Member = DashboardAnswer<'/members'>['data'][number];
export type Invitation = DashboardAnswer<'/invitations'>['data'][number];
/** As in the one answer that makes its link. */
export type LinkedInvitation = Invitation & { link: string; mailed: boolean };
export type AuditPage = DashboardAnswer<'/audit'>;
export type AuditEvent = AuditPage['data'][number];
export type OwnSession = DashboardAnswer<'/sessions'>['data'][number];
export type UsageRow = DashboardAnswer<'/usage'>['data'][number];

export type Account = V2Answer<'/accounts'>['data'][number];
export type Creator = V2Answer<'/creators'>['data'][number];
export type Video = V2Answer<'/videos'>['data'][number];
export type AccountVideo = V2Answer<'/account-videos'>['data'][number];
export type TopCreator = V2Answer<'/creators/top'>['data'][number];
export type Point = V2Answer<'/overview/timeseries'>['data'][number];
export type Platform = Account['platform'];
/** What `/analytics` answers, of whatever it is asked about. */
export type Analytics = Pick<V2Answer<'/accounts/{account_id}/analytics'>['data'], 'totals' | 'previous' | 'changes'>;
export type SearchResults = V2Answer<'/search'>['data'];
