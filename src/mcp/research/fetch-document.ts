import { notFound } from '../../contract/problem.ts';
import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import type { Arguments } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';
import { glossary, glossaryId } from '../help/glossary.ts';
import { accountTitle, type DocumentName, documentId, documentUrl, parseDocumentId, videoTitle } from './document.ts';
import { factLines, fittingText } from './facts.ts';
import { heard, rowsHeard } from './heard.ts';

interface Content {
  title: string;
  lines: readonly string[];
  metadata: Readonly<Record<string, string>>;
}

const invented = 'INVENTED SAMPLE DATA: say so with every number you give.';

const window = { params: {}, query: { period: '30d' }, body: null } as const;
const windowTitle = 'The last 30 complete days, the 30 before, and the change in percent';

/** `fetch`: one document that `search` found, as text with the page that shows it. @throws Problem NOT_FOUND */
export async function fetchDocument(args: Arguments, context: MetaToolContext): Promise<Record<string, unknown>> {
  const { id } = parseArguments(metaToolSchemas.fetch.input, args);
  const name = parseDocumentId(id);
  const { title, lines, metadata } = await contentOf(name, context);
  const isSample = context.call.caller.holdsSampleData && name.kind !== 'glossary';
  const text = fittingText([...(isSample ? [invented] : []), ...lines]);
  return {
    id: documentId(name),
    title,
    text,
    url: documentUrl(context.dashboardUrl, name),
    metadata: { type: name.kind, ...metadata, ...(isSample && { sample_data: 'true' }) },
  };
}

function contentOf(name: DocumentName, context: MetaToolContext): Content | Promise<Content> {
  switch (name.kind) {
    case 'account':
      return accountContent(name.id, context);
    case 'creator':
      return creatorContent(name.id, context);
    case 'video':
      return videoContent(name.id, context);
    case 'post':
      return postContent(name.platform, name.id, context);
    case 'glossary':
      return glossaryContent(name.id);
  }
}

async function accountContent(account_id: string, { api, call, reached }: MetaToolContext): Promise<Content> {
  reached('get_account');
  const params = { account_id };
  const [account, analytics] = await Promise.all([
    api.get_account({ params, query: {}, body: null }, call),
    api.get_account_analytics({ ...window, params }, call),
  ]);
  const { data } = account.body;
  const said = heard.account.parse(data);
  return {
    title: accountTitle(said),
    lines: [...factLines(data), windowTitle, ...factLines(analytics.body.data)],
    metadata: platformOf(said),
  };
}

async function creatorContent(creator_id: string, { api, call, reached }: MetaToolContext): Promise<Content> {
  reached('get_creator');
  const params = { creator_id };
  const [creator, analytics, accounts] = await Promise.all([
    api.get_creator({ params, query: {}, body: null }, call),
    api.get_creator_analytics({ ...window, params }, call),
    api.list_accounts({ params: {}, query: { creator_id, limit: 50, include_total: false }, body: null }, call),
  ]);
  const { data } = creator.body;
  return {
    title: heard.creator.parse(data).name ?? 'A creator',
    lines: [
      ...factLines(data),
      `Accounts: ${rowsHeard(heard.account, accounts.body.data).map(accountTitle).join(', ')}`,
      windowTitle,
      ...factLines(analytics.body.data),
    ],
    metadata: {},
  };
}

async function videoContent(video_id: string, { api, call, reached }: MetaToolContext): Promise<Content> {
  reached('get_video');
  const params = { video_id };
  const [video, analytics] = await Promise.all([
    api.get_video({ params, query: {}, body: null }, call),
    api.get_video_analytics({ ...window, params }, call),
  ]);
  const { data } = video.body;
  const said = heard.video.parse(data);
  return {
    title: videoTitle(said.description, said.account_username, said.platform),
    lines: [...factLines(data), windowTitle, ...factLines(analytics.body.data)],
    metadata: platformOf(said),
  };
}

async function postContent(
  platform: 'instagram' | 'tiktok',
  account_video_id: number,
  { api, call, reached }: MetaToolContext,
): Promise<Content> {
  reached('get_account_video');
  const { body } = await api.get_account_video({ params: { platform, account_video_id }, query: {}, body: null }, call);
  const { data } = body;
  const said = heard.post.parse({ ...data, platform });
  return {
    title: videoTitle(said.description, said.account_username, platform),
    lines: factLines(data),
    metadata: { platform },
  };
}

function platformOf({ platform }: { platform?: string | null | undefined }): Readonly<Record<string, string>> {
  return platform == null ? {} : { platform };
}

function glossaryContent(id: string): Content {
  const entry = glossary.find(({ metric }) => glossaryId(metric) === id);
  if (entry === undefined) throw notFound('document');
  return { title: `Metric: ${entry.metric}`, lines: [`${entry.metric}: ${entry.meaning}`], metadata: {} };
}
