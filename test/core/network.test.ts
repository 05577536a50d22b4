import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress, clientBlock, contains, isInside, type Network, parseNetwork } from '#core/network.ts';

const networks = (...texts: string[]): Network[] =>
  texts.map((text) => {
    const network = parseNetwork(text);
    if (!network) throw new Error(`${text} is no network`);
    return network;
  });

it.each([
  ['192.0.2.1', '192.0.2.1/32'],
  ['192.0.2.0/24', '192.0.2.0/24'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:0::/32', '2001:db8::/32'],
  ['::1', '::1/128'],
  ['::/0', '::/0'],
  ['::ffff:192.0.2.1', '192.0.2.1/32'],
  ['::ffff:c000:200/120', '192.0.2.0/24'],
  ['192.0.2.128/25', '192.0.2.128/25'],
])('%s is the network %s', (text, canonical) => {
  expect(parseNetwork(text)?.text).toBe(canonical);
});

it.each([
  [''],
  ['/24'],
  ['192.0.2.1/'],
  ['192.0.2.1/24'],
  ['192.0.2.1/33'],
  ['192.0.2.1/032'],
  ['192.0.2.1/-1'],
  ['192.0.2.1/+8'],
  ['192.0.2.1/1e1'],
  ['10.0.0.1/8'],
  ['2001:db8::1/64'],
  ['::/129'],
  ['::ffff:0:0/95'],
  ['0x7f.0.0.1'],
  ['010.0.0.1'],
  ['127.1'],
  ['2130706433'],
  ['fe80::1%eth0'],
  [' 192.0.2.1'],
  ['192.0.2.1 '],
  ['192.0.2.1/24/24'],
  ['example.com'],
  ['[::1]'],
  ['1'.repeat(100_000)],
  [':'.repeat(100_000)],
])('%j is no network', (text) => {
  expect(parseNetwork(text.slice(0, 100_000))).toBeNull();
});

describe('a list of networks', () => {
  it.each([
    ['192.0.2.77', true],
    ['::ffff:192.0.2.77', true],
    ['192.0.3.1', false],
    ['2001:db8:1::9', true],
    ['2001:db8:2::9', false],
    ['198.51.100.7', true],
    ['198.51.100.8', false],
    ['unknown', false],
    ['', false],
    ['fe80::1%eth0', false],
  ])('contains %s: %s', (address, inside) => {
    expect(isInside(networks('192.0.2.0/24', '2001:db8:1::/48', '198.51.100.7'), address)).toBe(inside);
  });

  it('of all of one family holds none of the other', () => {
    expect([isInside(networks('::/0'), '192.0.2.1'), isInside(networks('::/0'), '2001:db8::1')]).toEqual([false, true]);
    expect([isInside(networks('0.0.0.0/0'), '::ffff:192.0.2.1'), isInside(networks('0.0.0.0/0'), '2001:db8::1')]).toEqual([true, false]);
  });

  it.each([
    ['192.0.2.0/25', true],
    ['192.0.2.0/24', true],
    ['192.0.0.0/16', false],
    ['192.0.3.0/25', false],
    ['2001:db8::/32', false],
    ['0.0.0.0/0', false],
  ])('contains the whole of %s: %s', (inner, whole) => {
    const [network] = networks(inner);
    expect(contains(networks('192.0.2.0/24'), network!)).toBe(whole);
  });
});

const ipv4 = fc.nat(0xffff_ffff).map((n) => ({ n, text: [24, 16, 8, 0].map((shift) => (n >>> shift) & 255).join('.') }));

it('agrees with arithmetic on every IPv4 address and prefix', () => {
  fc.assert(
    fc.property(ipv4, fc.nat(0xffff_ffff), fc.integer({ min: 0, max: 32 }), ({ n, text }, base, bits) => {
      const size = 2 ** (32 - bits);
      const first = Math.floor(base / size) * size;
      const [network] = networks(`${[24, 16, 8, 0].map((shift) => (first >>> shift) & 255).join('.')}/${bits}`);
      expect(isInside([network!], text)).toBe(n >= first && n < first + size);
      expect(isInside([network!], `::ffff:${text}`)).toBe(n >= first && n < first + size);
    }),
  );
});

it('whatever lies in the inner network lies in the outer one that contains it', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), fc.integer({ min: 0, max: 128 }), (address, a, b) => {
      const canonical = canonicalAddress(address);
      fc.pre(canonical !== null && canonical.includes(':'));
      const cut = (bits: number): Network => networks(`${masked(canonical!, bits)}/${bits}`)[0]!;
      const [outer, inner] = [cut(Math.min(a, b)), cut(Math.max(a, b))];
      expect(contains([outer], inner)).toBe(true);
      expect(isInside([outer], canonical!) && isInside([inner], canonical!)).toBe(true);
    }),
  );
});

const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);

/** The address with every bit behind the prefix cleared, by BigInt. */
function masked(address: string, bits: number): string {
  const [head = '', tail] = address.split('::');
  const [left, right] = [groups(head), groups(tail)];
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  const value = all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) & ~((1n << BigInt(128 - bits)) - 1n);
  return Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':');
}

it('all of one /64 are one client, and its neighbour is another', () => {
  expect(clientBlock('2001:db8::1')).toBe(clientBlock('2001:db8::ffff:1'));
  expect(clientBlock('2001:db8::1')).not.toBe(clientBlock('2001:db8:0:1::1'));
  expect([clientBlock('192.0.2.1'), clientBlock('unknown')]).toEqual(['192.0.2.1', 'unknown']);
});
