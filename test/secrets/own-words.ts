import type { Dice } from './dice.ts';
import { formsOfKey, partialForms } from './forms.ts';
import type { Planted } from './planted.ts';
import { dataPlaces, places, type Said } from './said.ts';
import type { WireRequest } from './wire.ts';

const placeNames = Object.keys(places);
const formNames = Object.keys(formsOfKey);

/**
 * A request whose caller says its own key once more, in any form and in any place of a word. Its key may have any form
 * too: nothing but that it came as one tells that it is one.
 */
export function ownWordsRequest(ground: { dice: Dice; planted: Planted; port: number }): WireRequest {
  const { dice, planted, port } = ground;
  const key = dice.chance(0.4) ? planted.realKey(dice) : planted.keyOfAnyForm(dice);
  const place = dice.pick(placeNames);
  const form = dice.pick(formNames.filter((name) => !(dataPlaces.has(place) && partialForms.has(name))));
  const said = places[place]?.(formsOfKey[form]?.(key) ?? '') ?? { method: 'GET', target: '/' };
  return withKey(dice, said, key, port);
}

function withKey(dice: Dice, { method, target, headers = {}, body }: Said, key: string, port: number): WireRequest {
  const inUrl = target.startsWith('/mcp') && dice.chance(0.2);
  const separator = target.includes('?') ? '&' : '?';
  const credentials: readonly (readonly [string, string])[] = inUrl
    ? []
    : target.startsWith('/mcp') && dice.chance(0.3)
      ? [[dice.pick(['x-creatoraudit-api-key', 'x-api-key', 'x-auth-token']), key]]
      : [['Authorization', `Bearer ${key}`]];
  const usual = { Host: `127.0.0.1:${port}`, Accept: 'application/json, text/event-stream' };
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return {
    method,
    target: inUrl ? `${target}${separator}api_key=${encodeURIComponent(key)}` : target,
    headers: [...credentials, ...Object.entries({ ...usual, ...json, ...headers })],
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    manner: 'whole',
  };
}
