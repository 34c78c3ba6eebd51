import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/outbound/public-address.ts';

describe('what is not of the public internet', () => {
  it.each([
    ['this machine', ['0.0.0.0', '127.0.0.1', '127.255.255.254', '::1', '::', '::ffff:127.0.0.1', '::127.0.0.1']],
    [
      'a private network',
      ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1', 'fec0::1'],
    ],
    ['a carrier’s network', ['100.64.0.1', '100.127.255.255']],
    ['the link', ['169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1']],
    [
      'metadata',
      ['169.254.169.254', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fe80::a9fe:a9fe'],
    ],
    ['a multitude', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1', 'ff0e::1']],
    [
      'IPv4 within IPv6',
      [
        '::ffff:10.0.0.1',
        '::ffff:0a00:1',
        '::ffff:8.8.8.8',
        '64:ff9b::a00:1',
        '64:ff9b:1::1',
        '2002:a00:1::1',
        '2002:7f00:1::',
        '2001:0:a00:1::',
      ],
    ],
    [
      'documents, tests and tomorrow',
      [
        '192.0.2.1',
        '198.51.100.1',
        '203.0.113.1',
        '198.18.0.1',
        '240.0.0.1',
        '2001:db8::1',
        '3fff::1',
        '100::1',
        '4000::1',
      ],
    ],
    ['nothing at all', ['', 'example.com', '1.2.3', '1.2.3.4.5', '0x7f000001', '01.2.3.4', '[::1]', '::g']],
  ])('%s is refused', (_what, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  it('is told from what is', () => {
    const open = [
      '1.1.1.1',
      '8.8.8.8',
      '172.15.0.1',
      '172.32.0.1',
      '100.128.0.1',
      '169.253.0.1',
      '2606:4700::1111',
      '2a00:1450::1',
    ];
    expect(open.filter((address) => !isPublicAddress(address))).toEqual([]);
  });

  it('is not reached by putting an IPv4 address into any block of IPv6 that means one', () => {
    const hidden = fc.tuple(fc.constantFrom('::ffff:', '::', '64:ff9b::', '64:ff9b:1::', '::ffff:0:'), fc.ipV4());
    fc.assert(fc.property(hidden, ([prefix, address]) => !isPublicAddress(prefix + address)));
  });
});
