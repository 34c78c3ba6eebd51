import { expect, it } from 'vitest';
import { RawKey } from '../../src/contract/presented-key.ts';
import type { Presented } from '../../src/http/credentials.ts';
import { basicCredentials } from '../../src/oauth/tokens/client-secret.ts';

const said = (text: string, place: Presented['place'] = 'authorization'): Presented => ({
  place,
  key: null,
  dress: null,
  said: new RawKey(text),
});
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

/** RFC 7617, with both parts form-encoded as RFC 6749 §2.3.1 says. */
it.each([
  [basic('id:secret'), { clientId: 'id', secret: 'secret' }],
  [basic('id:sec:ret'), { clientId: 'id', secret: 'sec:ret' }],
  [basic('a%20b:c%2Bd+e%26f&g'), { clientId: 'a b', secret: 'c+d e&f&g' }],
  [basic('id:'), { clientId: 'id', secret: '' }],
  [basic(':secret'), { clientId: '', secret: 'secret' }],
  [basic('id:secret').replace('Basic ', '  bAsIc   '), { clientId: 'id', secret: 'secret' }],
  [basic('nothing'), null],
  [`x${basic('id:secret')}`, null],
  [`${basic('id:secret')} x`, null],
  ['Bearer aWQ6c2VjcmV0', null],
  ['Basic', null],
  ['', null],
])('%s is read as what it says', (text, read) => {
  expect(basicCredentials([said(text)])).toEqual(read);
});

it('is read in its own place alone', () => {
  expect(basicCredentials([said(basic('id:secret'), 'x-api-key')])).toBeNull();
  expect(basicCredentials([said('x', 'url'), said(basic('id:secret'))])).toEqual({ clientId: 'id', secret: 'secret' });
  expect(basicCredentials([])).toBeNull();
});
