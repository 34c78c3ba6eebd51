import { notFound } from '../../contract/problem.ts';
import type { MetaToolContext } from '../call/meta-tool.ts';
import { metaToolSchemas } from '../call/meta-tool-schemas.ts';
import type { Arguments } from '../call/operation-arguments.ts';
import { parseArguments } from '../call/parse-arguments.ts';
import { glossary, glossaryId } from '../help/glossary.ts';
import { accountTitle, type DocumentName, documentId, documentUrl, parseDocumentId, videoTitle } from './document.ts';
import { factLines, fittingText } from './facts.ts';

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
  return {
    title: accountTitle(data),
    lines: [...factLines(data), windowTitle, ...factLines(analytics.body.data)],
    metadata: { platform: data.platform },
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
    title: data.name,
    lines: [
      ...factLines(data),
      `Accounts: ${accounts.body.data.map(accountTitle).join(', ')}`,
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
  return {
    title: videoTitle(data.description, data.account_username, data.platform),
    lines: [...factLines(data), windowTitle, ...factLines(analytics.body.data)],
    metadata: { platform: data.platform },
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
  return {
    title: videoTitle(data.description, data.account_username, platform),
    lines: factLines(data),
    metadata: { platform },
  };
}

function glossaryContent(id: string): Content {
  const entry = glossary.find(({ metric }) => glossaryId(metric) === id);
  if (entry === undefined) throw notFound('document');
  return { title: `Metric: ${entry.metric}`, lines: [`${entry.metric}: ${entry.meaning}`], metadata: {} };
}
