import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { allDashboardRoutes } from '../../../src/dashboard/contract/routes.ts';
import { figure } from '../../long/trials.ts';
import { cheapPasswords } from '../cheap-passwords.ts';
import { type DashboardServer, openDashboardServer, setUpOwner } from '../dashboard-server.ts';
import { askedRoutes, plannedIds } from './plans.ts';
import { begin, steps, type Tally } from './steps.ts';
import { newWorld, type World } from './world.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many sequences are tried on each database: SEQUENCES. */
    sequences: Readonly<Record<'sqlite' | 'postgres', number>>;
  }
}

const settings = { SIGN_UP: 'open', TRUST_PROXY: 'on', LOG_LEVEL: 'warn' };
const longestSequence = 40;
/** Of one sequence, on a busy machine. */
const patienceMs = 2_000;

describe.each(['sqlite', 'postgres'] as const)('any sequence of what people ask of the dashboard on %s', (dialect) => {
  const sequences = inject('sequences')[dialect];
  const tally: Tally = new Map();
  let dashboard: DashboardServer;

  beforeAll(async () => {
    dashboard = await openDashboardServer(dialect, settings, { passwords: cheapPasswords });
    // The first owner of all; everybody else is in the sequences.
    await setUpOwner(dashboard);
  });
  afterAll(async () => {
    const requests = [...tally.values()].flatMap((statuses) => [...statuses.values()]).reduce((sum, n) => sum + n, 0);
    figure(`${sequences} sequences on ${dialect}: ${requests} requests`);
    await dashboard.stop();
  });

  it(
    'changes owners by owners alone, and shows and changes nothing of an organization for those outside it',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands([...steps], { maxCommands: longestSequence, size: 'max' }), async (sequence) => {
          const world = await newWorld(dashboard);
          await begin(world);
          await told(world, () => fc.asyncModelRun(() => ({ model: world, real: tally }), sequence));
        }),
        { numRuns: sequences },
      );
    },
    60_000 + sequences * patienceMs,
  );

  // Fewer are too few for all that is rare.
  it.skipIf(sequences < 300)('was asked of every route, and did what each is there for', () => {
    const setup = ['set_up', 'preview_setup'];
    const ofProviders = ['start_oidc', 'start_link', 'unlink_provider'];
    const ofMail = [
      'ask_password_reset',
      'preview_password_reset',
      'reset_password',
      'ask_address_proof',
      'prove_address',
    ];
    // Nothing in a sequence makes what these are about: they are refused here, and succeed in test/oauth and imports.test.ts.
    const ofApps = [
      'open_connect_request',
      'deny_connect_request',
      'allow_connect_request',
      'update_connected_app',
      'remove_connected_app',
      'create_own_app',
      'renew_own_app_secret',
      'remove_own_app',
    ];
    const ofImports = [
      'write_upload',
      'discard_upload',
      'preview_import',
      'start_import',
      'take_back_import',
      'take_back_push',
      'list_import_rejects',
      'clear_sample_data',
      'preview_archive',
      'import_archive',
      'get_archive_import',
      'list_archive_ids',
    ];
    const never = new Set([...setup, ...ofProviders, ...ofMail, ...ofApps, ...ofImports]);
    const successes = ({ id }: { id: string }) => [...(tally.get(id)?.keys() ?? [])].filter((status) => status < 300);
    expect(askedRoutes.filter((route) => !never.has(route.id) && successes(route).length === 0)).toEqual([]);
  });
});

/** A failure says what was asked before it. */
async function told(world: World, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}\n\n${world.story.join('\n')}`, { cause: error });
  }
}

it('the sequences know every route of the dashboard', () => {
  expect([...plannedIds].sort()).toEqual(allDashboardRoutes.map(({ id }) => id).sort());
});
