import { atLeast } from '../../../src/dashboard/contract/route.ts';
import type { Answer } from '../dashboard-server.ts';
import { heldTo } from './invariants.ts';
import type { Input, MemberScene, Pick, Plan, Scene } from './plan.ts';
import type { Asked } from './plans.ts';
import { presentOf, type Tab, type World } from './world.ts';

let asked = 0;

/** Asks a route as somebody, holds the answer to the model and to the invariants, and lets the model learn of it. */
export async function ask(world: World, tab: Tab, route: Asked, pick: Pick): Promise<Answer> {
  const scene = sceneOf(world, tab);
  const { plan } = route;
  if (plan.of === 'anybody') return hold(scene, route, plan.plan, refusal(scene, route), pick);
  const member = asMember(scene);
  // Whoever is in nothing asks with whatever they have seen, and is refused.
  if (member === null) return hold(scene, route, { often: 0, expected: () => [] }, refusal(scene, route), pick);
  return hold(member, route, plan.plan, refusal(scene, route), pick);
}

async function hold<S extends Scene>(
  scene: S,
  route: Asked,
  plan: Plan<S>,
  refused: number | null,
  pick: Pick,
): Promise<Answer> {
  const { world, tab } = scene;
  const input = plan.input?.(scene, pick) ?? {};
  const line = `${tab.name} (${scene.account?.email ?? 'nobody'}, ${scene.role ?? 'nothing'}): ${route.id} ${JSON.stringify(input)}`;
  world.story.push(line);
  const answer = await send(world, tab, route, input);
  world.story.push(`  → ${answer.status}`);
  const right = refused === null ? plan.expected(scene, input) : [refused];
  if (!right.includes(answer.status)) {
    throw new Error(`${route.id} answered ${answer.status} and not ${right.join(' or ')}: ${answer.body?.detail}`);
  }
  await heldTo(scene, route, input, answer, () => {
    if (answer.status < 300) plan.learn?.(scene, input, answer);
  });
  return answer;
}

function sceneOf(world: World, tab: Tab): Scene {
  const present = presentOf(world, tab);
  const { account } = tab;
  return { world, tab, account, present, role: account === null ? undefined : present?.members.get(account) };
}

function asMember({ account, present, role, ...scene }: Scene): MemberScene | null {
  return account === null || present === null || role === undefined ? null : { ...scene, account, present, role };
}

/** Whether the route is there for whoever has this session. */
export function isLetIn(world: World, tab: Tab, route: Asked): boolean {
  return refusal(sceneOf(world, tab), route) === null;
}

/** What the registry says of who may ask; null for whoever is let in. */
function refusal({ account, present, role, tab }: Scene, { access }: Asked): number | null {
  if (access === 'open') return null;
  if (account === null) return 401;
  const { shows } = tab.browser;
  // Whoever names an organization is in it.
  if (shows !== null && present === null) return 403;
  if (access === 'person') return null;
  if (shows === null) return 400;
  return present === null || present.suspended || role === undefined || !atLeast(role, access) ? 403 : null;
}

function send(
  world: World,
  { browser }: Tab,
  { id, method, path }: Asked,
  { params = {}, query, body }: Input,
): Promise<Answer> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'nothing');
  const target = query === undefined ? filled : `${filled}?${new URLSearchParams(query)}`;
  asked += 1;
  // An address for each: what slows down guesses is no part of this, and has tests of its own.
  const address = `10.${(asked >> 16) % 256}.${(asked >> 8) % 256}.${asked % 256}`;
  const takesBody = method !== 'GET' && method !== 'DELETE';
  // Later than any wait after a wrong password, for the same reason.
  if (/sign_in|accept_invitation|change_password/.test(id)) world.dashboard.ahead.ms += 31_000;
  return browser.send(method, target, takesBody ? body : undefined, { 'X-Forwarded-For': address });
}
