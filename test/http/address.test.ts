import { describe, expect, it } from 'vitest';
import { clientAddress } from '#http/address.ts';

const SOCKET = '192.0.2.1';

it.each([
  ['the socket, when no proxy is believed', '203.0.113.9', 0, SOCKET],
  ['the socket, when nothing was forwarded', null, 2, SOCKET],
  ['the socket, when nothing but commas was', ' , ,', 1, SOCKET],
  ['the entry that the one proxy added', '6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
  ['the entry that the first of two proxies added', '6.6.6.6, 203.0.113.9, 198.51.100.1', 2, '203.0.113.9'],
  ['the one that an inner proxy added for who spoke with it directly', '203.0.113.9', 2, '203.0.113.9'],
  ['that of the last header, when the caller sent one of its own', '6.6.6.6,7.7.7.7, 203.0.113.9', 1, '203.0.113.9'],
  ['unmoved by empty entries', '6.6.6.6,, 203.0.113.9 ,', 1, '203.0.113.9'],
  ['unmoved by tabs and spaces', '6.6.6.6 ,\t 203.0.113.9\t', 1, '203.0.113.9'],
  ['without its port', '203.0.113.9:4711', 1, '203.0.113.9'],
  ['without brackets', '[2001:db8::1]', 1, '2001:db8::1'],
  ['without brackets and port', '[2001:db8::1]:443', 1, '2001:db8::1'],
  ['without quotes', '"[2001:db8::1]:443"', 1, '2001:db8::1'],
  ['in its canonical spelling', '2001:DB8:0:0::0001', 1, '2001:db8::1'],
  ['an IPv4 address in IPv6 clothes', '::ffff:203.0.113.9', 1, '203.0.113.9'],
  ['an IPv4 address in IPv6 clothes in hex', '[::ffff:cb00:7109]:80', 1, '203.0.113.9'],
])('is %s', (_, forwarded, hops, expected) => {
  expect(clientAddress(SOCKET, forwarded, hops)).toBe(expected);
});

describe('is unknown, and never a claim further left, when the proxy wrote', () => {
  it.each([
    ['unknown'],
    ['_hidden'],
    ['203.0.113'],
    ['0x7f.0.0.1'],
    ['010.1.2.3'],
    ['203.0.113.9.9'],
    ['[::1'],
    ['[]'],
    ['"'],
    ['::1::'],
    ['9'.repeat(30_000)],
  ])('%j', (entry) => {
    expect(clientAddress(SOCKET, `203.0.113.9, ${entry}`, 1)).toBe('unknown');
  });
});

it.each([
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('of the socket %s is %s', (socket, expected) => {
  expect(clientAddress(socket, null, 0)).toBe(expected);
});
