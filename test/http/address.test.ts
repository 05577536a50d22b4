import { expect, it } from 'vitest';
import { clientAddress } from '#http/address.ts';

it.each([
  ['the socket, when no proxy is believed', '192.0.2.1', '203.0.113.9', 0, '192.0.2.1'],
  ['the entry that the one proxy added', '192.0.2.1', '6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
  ['the entry that the first of two proxies added', '192.0.2.1', '6.6.6.6, 203.0.113.9, 198.51.100.1', 2, '203.0.113.9'],
  ['the socket, when there are fewer entries than proxies', '192.0.2.1', '203.0.113.9', 2, '192.0.2.1'],
  ['the socket, when the entry is no address', '192.0.2.1', 'unknown', 1, '192.0.2.1'],
  ['an IPv4 address in IPv6 clothes', '::ffff:192.0.2.1', null, 0, '192.0.2.1'],
])('is %s', (_, socket, forwarded, hops, expected) => {
  expect(clientAddress(socket, forwarded, hops)).toBe(expected);
});

const of = (text: string): string => clientAddress(text, null, 0);

it('all of one /64 are one client, and its neighbour is another', () => {
  expect(of('2001:db8::1')).toBe(of('2001:db8::ffff:1'));
  expect(of('2001:db8::1')).not.toBe(of('2001:db8:0:1::1'));
});

it('no address at all is one client too', () => {
  expect(clientAddress(undefined, null, 0)).toBe('unknown');
});
