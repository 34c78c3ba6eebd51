import type { Dice } from './dice.ts';
import type { Planted } from './planted.ts';
import type { WireRequest } from './wire.ts';

/** The door for apps, and apps that are known there. */
export interface Door {
  readonly port: number;
  readonly clientIds: readonly string[];
  readonly redirectUri: string;
  /** The SHA-256 of nothing that anybody knows. */
  readonly challenge: string;
}

interface DoorGround {
  dice: Dice;
  planted: Planted;
}

type Pairs = readonly (readonly [string, string])[];

/** A random request of an app, with all kinds of secrets in its own places and in all others. */
export function doorRequest(ground: DoorGround, door: Door): WireRequest {
  const { dice } = ground;
  const request = dice.pick([authorize, token, token, revoke, register, document, call])(ground, door);
  const manner = dice.next();
  return {
    ...request,
    port: door.port,
    headers: [['Host', `127.0.0.1:${door.port}`], ...request.headers, ...presented(ground, door)],
    manner: manner < 0.03 ? 'cut' : manner < 0.06 ? 'impatient' : 'whole',
  };
}

type Bare = Omit<WireRequest, 'manner' | 'port'>;
const formType = [['Content-Type', 'application/x-www-form-urlencoded']] as const;

function authorize(ground: DoorGround, door: Door): Bare {
  const query = rarelyWrong(ground, [
    ['response_type', 'code'],
    ['client_id', clientId(ground, door)],
    ['redirect_uri', door.redirectUri],
    ['scope', ground.dice.chance(0.3) ? ground.planted.anySecret(ground.dice) : 'read write'],
    ['code_challenge', ground.dice.chance(0.1) ? ground.planted.key(ground.dice) : door.challenge],
    ['code_challenge_method', 'S256'],
    ['resource', `http://127.0.0.1:${door.port}/mcp`],
    ['login_hint', ground.planted.anySecret(ground.dice)],
  ]);
  const path = ground.dice.pick(['/oauth2/authorize', '/authorize']);
  return ground.dice.chance(0.7)
    ? { method: 'GET', target: `${path}?${encode(query)}`, headers: [], body: null }
    : { method: 'POST', target: path, headers: formType, body: encode(query) };
}

function token(ground: DoorGround, door: Door): Bare {
  const { dice, planted } = ground;
  const secret = planted.anySecret(dice);
  const what: Pairs = dice.chance(0.5)
    ? [
        ['grant_type', 'authorization_code'],
        ['code', secret],
        ['code_verifier', planted.anySecret(dice)],
        ['redirect_uri', door.redirectUri],
      ]
    : [
        ['grant_type', 'refresh_token'],
        ['refresh_token', secret],
        ['scope', planted.anySecret(dice)],
      ];
  const form = rarelyWrong(ground, [...what, ...ofClient(ground, door)]);
  return { method: 'POST', target: dice.pick(['/oauth2/token', '/token']), headers: formType, body: encode(form) };
}

function revoke(ground: DoorGround, door: Door): Bare {
  // What works goes on working: nothing is to be left out of what follows.
  const form = rarelyWrong(ground, [['token', `${ground.planted.anySecret(ground.dice)}x`], ...ofClient(ground, door)]);
  return { method: 'POST', target: '/oauth2/revoke', headers: formType, body: encode(form) };
}

function register({ dice, planted }: DoorGround, door: Door): Bare {
  const key = () => planted.key(dice);
  const redirect = dice.chance(0.3) ? `http://127.0.0.1/cb?key=${key()}` : door.redirectUri;
  const body = { client_name: planted.text(dice), client_uri: key(), redirect_uris: [redirect], [key()]: key() };
  const headers = [['Content-Type', 'application/json']] as const;
  return { method: 'POST', target: '/register', headers, body: JSON.stringify(body) };
}

function document({ dice, planted }: DoorGround): Bare {
  const target = dice.pick([
    `/.well-known/oauth-authorization-server?x=${encodeURIComponent(planted.anySecret(dice))}`,
    // What has no form of ours is a path like any other, and comes back to whoever asked.
    `/.well-known/${encodeURIComponent(planted.key(dice))}`,
    `/${encodeURIComponent(planted.key(dice))}`,
  ]);
  return { method: 'GET', target, headers: [], body: null };
}

function call({ dice, planted }: DoorGround): Bare {
  const params = { name: dice.pick(['get_api_key_info', planted.key(dice)]), arguments: { q: planted.text(dice) } };
  return {
    method: 'POST',
    target: dice.pick(['/mcp', '/mcp/', '/', `/mcp?api_key=${encodeURIComponent(planted.key(dice))}`]),
    headers: [
      ['Content-Type', 'application/json'],
      ['Accept', 'application/json, text/event-stream'],
    ],
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  };
}

function clientId({ dice, planted }: DoorGround, { clientIds }: Door): string {
  return dice.chance(0.1) ? planted.anySecret(dice) : dice.pick(clientIds);
}

function ofClient(ground: DoorGround, door: Door): Pairs {
  const { dice, planted } = ground;
  return [
    ['client_id', clientId(ground, door)],
    ...(dice.chance(0.3) ? [['client_secret', planted.anySecret(dice)] as const] : []),
    ...(dice.chance(0.1) ? [['client_assertion', `x.${planted.anySecret(dice)}.y`] as const] : []),
  ];
}

/** Now and then a parameter is missing, is there twice, or has another name. */
function rarelyWrong({ dice, planted }: DoorGround, pairs: Pairs): Pairs {
  return pairs.flatMap((pair): Pairs => {
    const how = dice.next();
    if (how < 0.03) return [];
    if (how < 0.05) return [pair, pair];
    return how < 0.07 ? [[planted.anySecret(dice), pair[1]]] : [pair];
  });
}

function presented({ dice, planted }: DoorGround, door: Door): Pairs {
  const how = dice.next();
  if (how < 0.4) return [['Authorization', `Bearer ${planted.anySecret(dice)}`]];
  if (how > 0.6) return [];
  const pair = `${dice.pick(door.clientIds)}:${planted.anySecret(dice)}`;
  return [['Authorization', `Basic ${Buffer.from(pair).toString('base64')}`]];
}

function encode(pairs: Pairs): string {
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();
}
