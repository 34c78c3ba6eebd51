import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkEndpoint, isPublic, urlWithKey } from '../../src/connect/endpoint.ts';
import { anyKey, hostileUrl } from './hostile.ts';

const url = 'http://127.0.0.1:8787/mcp';

test.each([
  ['', 'not a URL'],
  ['mcp', 'not a URL'],
  ['ftp://example.com/mcp', 'another protocol'],
  ['javascript:alert(1)', 'another protocol'],
  ['http://user:secret@example.com/mcp', 'a password in it'],
])('refuses the URL %j: %s', (bad) => {
  expect(() => checkEndpoint({ url: bad })).toThrow(/^url: /);
});

test.each(['', ' a', '-x', '--header', 'a\nb', 'a\u0000', 'a\u2028b', '\ud800'])('refuses the name %j', (name) => {
  expect(() => checkEndpoint({ url, name })).toThrow(/^name: /);
});

test.each(['', 'a b', "a'b", 'a"b', 'a$b', 'a`b', 'a%b', 'a!b', 'a\\b', 'a\nb', 'a\r\nX-Y: z', 'kéy', 'a&b', '=a'])(
  'refuses the key %j, and does not repeat it',
  (key) => {
    expect(() => checkEndpoint({ url, key })).toThrow(/^key: not a bearer token$/);
  },
);

test('fills in the name and a placeholder for the key', () => {
  expect(checkEndpoint({ url })).toEqual({ url, name: 'creatoraudit', key: 'YOUR_API_KEY' });
});

test('writes the URL as a browser does', () => {
  expect(checkEndpoint({ url: 'HTTPS://Example.com/mcp?q="a b"#part' }).url).toBe(
    'https://example.com/mcp?q=%22a%20b%22',
  );
});

test.each([
  ['http://h/mcp', 'http://h/mcp?api_key=k'],
  ['http://h/mcp?', 'http://h/mcp?api_key=k'],
  ['http://h/mcp?tools=core,creators&read_only=true', 'http://h/mcp?tools=core,creators&read_only=true&api_key=k'],
  ['http://h/mcp?api_key=old&tools=all', 'http://h/mcp?tools=all&api_key=k'],
  ['http://h/mcp?api%5Fkey=old', 'http://h/mcp?api_key=k'],
  ['http://h/mcp?api_keys=other', 'http://h/mcp?api_keys=other&api_key=k'],
])('puts the key into the query of %s', (given, expected) => {
  expect(urlWithKey(checkEndpoint({ url: given, key: 'k' }))).toBe(expected);
});

test('a server reads the key back whatever the query, and the rest unchanged', () => {
  fc.assert(
    fc.property(hostileUrl, anyKey, (given, key) => {
      const checked = checkEndpoint({ url: given, key });
      const parameters = new URL(urlWithKey(checked)).searchParams;
      expect(parameters.getAll('api_key')).toEqual([key]);
      expect(parameters.get('q')).toBe(new URL(checked.url).searchParams.get('q'));
    }),
  );
});

test.each([
  ['https://mcp.example.com/mcp', true],
  ['http://mcp.example.com/mcp', false],
  ['https://localhost/mcp', false],
  ['https://127.0.0.1:8787/mcp', false],
  ['https://[::1]/mcp', false],
])('knows whether %s can be reached from outside: %s', (given, expected) => {
  expect(isPublic(given)).toBe(expected);
});
