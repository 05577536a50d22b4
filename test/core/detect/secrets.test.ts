import { secrets } from '#core/detect/secrets.ts';
import { KINDS } from '#core/detect/secrets/kinds.ts';
import { RULES } from '#core/detect/secrets/rules.ts';
import { VENDORS } from '#core/detect/secrets/vendors.ts';
import { makeApiKey } from '#core/api-key.ts';
import { describe, expect, test } from 'vitest';
import { inspectText, runDetectorCases, runHostileInputs, subjectOf } from '../../support/detector-cases.ts';

runDetectorCases(secrets);

const KEY = makeApiKey(
  Uint8Array.from({ length: 32 }, (_, i) => (i * 97 + 13) % 256),
  'live',
);
const spans = (text: string): string[] =>
  inspectText(secrets, text, subjectOf({}, text)).map((match) => text.slice(match.start, match.end));

const score = (text: string): number =>
  inspectText(secrets, text, subjectOf({}, text)).map((match) => match.score ?? match.rule.score)[0] ?? 0;

const seenInHeader = (name: string): number =>
  inspectText(secrets, KEY, subjectOf({ slot: 'header', origin: 'protocol', at: ['headers', name] }, KEY)).length;

describe('span', () => {
  test('what is cut out is the secret and nothing around it', () => {
    expect(spans(`key=${KEY}, next`)).toEqual([KEY]);
    expect(spans(`postgres://app:k7Rq2vTz9w@db.example.org/app`)).toEqual(['k7Rq2vTz9w']);
    expect(spans(`{"api_key": "${'Zk3vR8mN2qW5xT7b'.repeat(2)}"}`)).toEqual(['Zk3vR8mN2qW5xT7b'.repeat(2)]);
    expect(spans(`{\\"password\\": \\"S3rious-Word9\\"}`)).toEqual(['S3rious-Word9']);
  });

  test('every match may be cut out, and no two overlap', () => {
    const text = `token: ${KEY} and "password": "S3rious-Word9" and https://ana:S3rious-Word9@example.org/`;
    const matches = inspectText(secrets, text, subjectOf({}, text));
    expect(matches.length).toBe(3);
    expect(matches.every((match) => match.redactable === true)).toBe(true);
    matches.reduce((end, match) => (expect(match.start).toBeGreaterThanOrEqual(end), match.end), 0);
  });
});

test('a checksum that fails lowers the score', () => {
  const broken = `${KEY.slice(0, 20)}${KEY[20] === 'a' ? 'b' : 'a'}${KEY.slice(21)}`;
  expect(score(KEY)).toBeGreaterThan(0.95);
  expect(score(broken)).toBeLessThan(0.95);
  expect(score(broken)).toBeGreaterThanOrEqual(0.8);
});

test('a header that is there to carry a credential is not judged, any other is', () => {
  expect(seenInHeader('authorization')).toBe(0);
  expect(seenInHeader('mcp-name')).toBe(1);
});

test('at least 150 kinds, each name and each prefix of a kind once', () => {
  const structures = Object.keys(RULES).length;
  expect(KINDS.length + VENDORS.length + structures).toBeGreaterThanOrEqual(150);
  expect(KINDS.length).toBeGreaterThanOrEqual(150);
  expect(new Set(KINDS.map((kind) => kind.name)).size).toBe(KINDS.length);
});

test('a number, a digest, a lock file and a placeholder are no secrets', () => {
  for (const text of [
    'token: 550e8400e29b41d4',
    '"integrity": "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="',
    'commit 9ea501a2f8c3d4e5b6a7980123456789abcdef01',
    'API_KEY=YOUR_API_KEY token=<token> secret: ${SECRET} password: process.env.DB_PASSWORD',
    'password: string; token?: Token; const password = await prompt("password");',
  ])
    expect(spans(text)).toEqual([]);
});

const PEM = ['-----BEGIN PRIV', 'ATE KEY-----'].join('');
runHostileInputs(secrets, 'prose', [
  'password=',
  'password="',
  'token:',
  'token:aaaaaa1 ',
  'api_key: a1b2c3d4e5f6g7h8i9 ',
  `token=${'a'.repeat(199)} `,
  PEM,
  `${PEM}A`,
  'eyJ.',
  '.eyJhbGciOiJIUzI1NiJ9',
  '://a:',
  '://',
  'authorization:',
  'Authorization: Basic aaaaaaaaaaaaaaa1aaaaaaaa ',
  '/fm2_',
  '-sk-',
  '-xoxb-',
  '=AKIA',
  'kind: secret',
  'kind: secret\ndata:\n  a: b\n',
  'curl -u a:b1c2d3 ',
  'sig=',
  'aaaaq~',
  '1234567890:AA',
  '-us',
  'hooks.slack.com/',
  '1jqqj99',
  '.atlasv1.',
  'accountkey=',
  'login a password b ',
  `eyJ${'a'.repeat(16_000)}.`,
  'heroku_key=',
  'facebook 1',
  'facebook',
  'contribsys__com=',
  'nral',
  '_mmk',
  '00d',
  '00D5g00000Abcde!',
  ':5432:a:b:',
  '$2b$12$',
  '$argon2',
  'private-lines: 2\n',
  ';secret=',
  ':apa91b',
  'password: Aa1',
]);
