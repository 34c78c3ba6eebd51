import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchChromium } from './chromium.ts';
import { setUp } from './people.ts';
import { type StartedServer, startProgram } from './server.ts';

/** A whole server with its page, and a browser to open it in. */
export interface Site {
  readonly url: string;
  readonly setupLink: string;
  /** Where apps sign people in. */
  readonly connectUrl: string;
  /** Lets pages go to another origin from now on: an app that waits for its answer there. */
  mayGoTo(origin: string): void;
  /** Somebody at a browser of their own: no cookie is shared with anybody else. */
  visitor(options?: BrowserContextOptions): Promise<Page>;
  /** The first owner, signed in; set up when first asked for. */
  owner(options?: BrowserContextOptions): Promise<Page>;
}

type Settings = Readonly<Record<string, string>>;

/**
 * Runs a suite against a site. After each test the site has to be in order: no page has asked another host for anything
 * (to go to the provider of sign-ins, or an app's door, is allowed), broken the content security policy, or thrown, and the server has
 * logged no error.
 * @param settings a function where something has to be started first
 */
export function testSite(settings: Settings | (() => Promise<Settings>) = {}): () => Site {
  let server: StartedServer | undefined;
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  let owner: Signed | undefined;
  const elsewhere = new Set<string>();

  beforeAll(async () => {
    const chosen = typeof settings === 'function' ? await settings() : settings;
    if (chosen.OIDC_DISCOVERY_URL !== undefined) elsewhere.add(new URL(chosen.OIDC_DISCOVERY_URL).origin);
    [server, browser] = await Promise.all([startProgram(chosen), launchChromium()]);
    if (server.connectUrl !== null) elsewhere.add(server.connectUrl);
  });

  afterEach(async () => {
    if (!(await closedInTime(contexts.splice(0)))) {
      await browser?.close();
      browser = await launchChromium();
    }
    expect([...complaints.splice(0), ...(server?.takeErrors() ?? [])]).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  return () => {
    if (server === undefined || browser === undefined) throw new Error('the site starts in beforeAll');
    const { url, setupLink, connectUrl } = server;
    const open = browser;
    const site: Site = {
      url,
      setupLink,
      connectUrl: connectUrl ?? '',
      mayGoTo: (origin) => void elsewhere.add(origin),
      owner: async (options = {}) => {
        // Their cookie is kept: to sign in anew each time would cost a second of hashing.
        owner ??= await ownerOf(site);
        return site.visitor({ ...options, storageState: owner });
      },
      visitor: async (options = {}) => {
        const permissions = ['clipboard-read', 'clipboard-write'];
        const context = await open.newContext({ baseURL: url, permissions, ...options });
        contexts.push(context);
        watch(context, { url, elsewhere }, complaints);
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        return page;
      },
    };
    return site;
  };
}

/**
 * Closes what a test opened. Chromium now and then never says that a context is closed, which is no fault of the site
 * (seen once, with two tabs on their way to the sign-in): false then, and another Chromium is needed.
 */
async function closedInTime(contexts: readonly BrowserContext[]): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), 20_000);
  const closed = Promise.all(contexts.map((context) => context.close())).then(() => true);
  try {
    return await Promise.race([closed, late]);
  } finally {
    clearTimeout(timer);
    // What fails after all, when the browser is ended, is nobody's any more.
    closed.catch(() => undefined);
  }
}

type Signed = Awaited<ReturnType<BrowserContext['storageState']>>;

async function ownerOf(site: Site): Promise<Signed> {
  const page = await site.visitor();
  await setUp(site, page);
  return page.context().storageState();
}

function watch(
  context: BrowserContext,
  { url, elsewhere }: { url: string; elsewhere: ReadonlySet<string> },
  complaints: string[],
): void {
  context.on('request', (request) => {
    const goesElsewhere = request.isNavigationRequest() && elsewhere.has(new URL(request.url()).origin);
    if (!goesElsewhere && !request.url().startsWith(`${url}/`)) complaints.push(`asked ${request.url()}`);
  });
  context.on('weberror', (error) => complaints.push(`threw ${error.error().message}`));
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
}
