import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openGeo } from '#adapters/geo.ts';
import { COUNTRIES, makeMmdb, NETWORKS } from '../support/mmdb.ts';

const folder = mkdtempSync(join(tmpdir(), 'geo-'));
afterAll(() => rmSync(folder, { recursive: true }));
const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;
const country = makeMmdb({ type: 'Test-Country', built_ms: NOW - DAY, networks: COUNTRIES });
const asn = makeMmdb({ type: 'Test-ASN', built_ms: NOW - 2 * DAY, networks: NETWORKS });

let serial = 0;
function fileOf(bytes: Buffer): string {
  const path = join(folder, `${++serial}.mmdb`);
  writeFileSync(path, bytes);
  return path;
}
const now = (): number => NOW;

test('tells country and network, of the narrowest network that contains the address', async () => {
  const geo = await openGeo({ country: fileOf(country), asn: fileOf(asn), now });
  expect(
    ['5.1.2.3', '5.5.0.1', '2.1.1.1', '8.8.8.8', '9.9.9.9', '11.1.1.1', '2a00::1', '::ffff:5.1.2.3'].map((ip) =>
      Object.values(geo.lookup(ip)),
    ),
  ).toEqual([
    ['DE', 64_500],
    ['AT', 64_500],
    ['FR', null],
    ['US', 15_169],
    ['JP', null],
    ['BR', null],
    ['NL', 4_200_000_000],
    ['DE', 64_500],
  ]);
  expect(geo.age_ms(NOW)).toBe(2 * DAY);
  geo.close();
});

test.each([
  '10.1.2.3',
  '127.0.0.1',
  '169.254.1.1',
  '192.0.2.1',
  '1.1.1.1',
  '12.0.0.1',
  '::1',
  'fe80::1',
  '2c00::1',
  '',
  'no address',
  '5.1.2',
])('of %j nothing is known', async (ip) => {
  const geo = await openGeo({ country: fileOf(country), asn: fileOf(asn), now });
  for (let i = 0; i < 2; i++) expect(geo.lookup(ip)).toEqual({ country: null, asn: null });
  geo.close();
});

test('without files nothing is known', async () => {
  const geo = await openGeo({ country: null, asn: null });
  expect(geo.lookup('8.8.8.8')).toEqual({ country: null, asn: null });
  expect(geo.age_ms(NOW)).toBe(0);
  geo.close();
});

const damaged = (change: (bytes: Buffer) => Buffer | void): Buffer => {
  const bytes = Buffer.from(country);
  return change(bytes) ?? bytes;
};
const treeEnd = country.indexOf(Buffer.alloc(16), 0);
const of = (text: string): number => country.lastIndexOf(text);
test.each([
  ['empty', Buffer.alloc(0), 'no database'],
  ['text', Buffer.from('a'.repeat(10_000)), 'no database'],
  ['truncated', country.subarray(0, country.length - 40), 'is '],
  ['without its tree', country.subarray(treeEnd - 6), 'damaged'],
  ['of another version', damaged((bytes) => void (bytes[of('major_version') + 'major_version'.length + 1] = 3)), 'format 3'],
  ['with data overwritten', damaged((bytes) => void bytes.fill(0xff, treeEnd + 16, country.indexOf('MaxMind.com') - 3)), 'damaged'],
  ['with its separator overwritten', damaged((bytes) => void bytes.fill(1, treeEnd, treeEnd + 8)), 'damaged'],
])('refuses a file that is %s, with the setting and why', async (_, bytes, why) => {
  await expect(openGeo({ country: fileOf(bytes), asn: null })).rejects.toThrow(new RegExp(`^GEO_COUNTRY_MMDB: .*${why}`));
  await expect(openGeo({ country: null, asn: fileOf(bytes) })).rejects.toThrow(/^GEO_ASN_MMDB: /);
});

test('refuses a file that is not there', async () => {
  await expect(openGeo({ country: join(folder, 'none'), asn: null })).rejects.toThrow(/^GEO_COUNTRY_MMDB: .*ENOENT/);
});

test('takes a file that has changed, without an answer less meanwhile; one that is damaged changes nothing', async () => {
  const path = fileOf(country);
  const troubles: string[] = [];
  const geo = await openGeo({
    country: path,
    asn: null,
    now,
    check_every_ms: 10,
    onTrouble: (setting, why) => troubles.push(`${setting} ${why}`),
  });
  const answers = new Set<string | null>();
  const asking = setInterval(() => answers.add(geo.lookup('5.1.2.3').country), 1);
  const replace = (bytes: Buffer): void => renameSync(fileOf(bytes), path);
  replace(Buffer.from('damaged'));
  await vi.waitFor(() => expect(troubles[0]).toMatch(/^GEO_COUNTRY_MMDB cannot be read again; the last one stays/));
  expect(geo.lookup('5.1.2.3').country).toBe('DE');
  replace(makeMmdb({ type: 'Test', built_ms: NOW, networks: { '5.0.0.0/8': { country: { iso_code: 'PL' } } } }));
  await vi.waitFor(() => expect(geo.lookup('5.1.2.3').country).toBe('PL'));
  await vi.waitFor(() => expect(answers).toEqual(new Set(['DE', 'PL'])));
  rmSync(path);
  await vi.waitFor(() => expect(troubles.at(-1)).toMatch(/ENOENT/));
  expect(geo.lookup('5.1.2.3').country).toBe('PL');
  clearInterval(asking);
  geo.close();
});

test('says when a file is old', async () => {
  const troubles: string[] = [];
  const open = (at: number) =>
    openGeo({ country: fileOf(country), asn: null, now: () => at, onTrouble: (...told) => troubles.push(told.join(' ')) });
  (await open(NOW + 44 * DAY)).close();
  expect(troubles).toEqual([]);
  (await open(NOW + 45 * DAY)).close();
  expect(troubles).toEqual(['GEO_COUNTRY_MMDB was built 46 days ago']);
});
