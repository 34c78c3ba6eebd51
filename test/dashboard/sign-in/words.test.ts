import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressClass } from '../../../src/dashboard/auth/address-class.ts';
import { browserWords } from '../../../src/dashboard/auth/browser-words.ts';

it.each([
  ['127.0.0.1', 'loopback'],
  ['0:0:0:0', 'loopback'],
  ['10.1.2.3', 'private'],
  ['172.31.0.1', 'private'],
  ['172.32.0.1', 'public_ipv4'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['169.254.1.1', 'private'],
  ['203.0.113.9', 'public_ipv4'],
  ['fd12:3456:789a:1', 'private'],
  ['fe80:0:0:0', 'private'],
  ['2001:db8:1:2', 'public_ipv6'],
  ['', 'unknown'],
  ['unknown', 'unknown'],
])('the address %s is %s', (network, of) => {
  expect(addressClass(network)).toBe(of);
});

it.each([
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
    'Chrome on iPhone',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome on ChromeOS',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36',
    'Chrome on Linux',
  ],
  ['curl/8.5.0', 'An unknown program'],
  ['', 'An unknown program'],
])('%s is called %s', (agent, words) => {
  expect(browserWords(agent)).toBe(words);
});

it('says of any browser words of ours alone', () => {
  fc.assert(fc.property(fc.string(), (agent) => void expect(browserWords(`${agent}OUTSIDE`)).not.toContain('OUTSIDE')));
  expect(browserWords(null)).toBe('An unknown program');
});
