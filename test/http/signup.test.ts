import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSmtp } from '#adapters/smtp.ts';
import type { Mailer } from '#app/ports.ts';
import { CODE_ATTEMPTS_MAX, CODE_TTL_MS } from '#app/signup-code.ts';
import { MAILS_PER_HOUR } from '#app/signup-limits.ts';
import { type Mailbox, openListener, openMailbox } from '../support/mailbox.ts';
import { embeddedStores, openHarness, type Harness, type Stores } from './harness.ts';

const FROM = 'signup@countersign.example';
const HOUR_MS = 3_600_000;

let stores: Stores;
let mailbox: Mailbox;
/** Where the next mail goes. */
let smtp: Mailer;
let harness: Harness;
beforeAll(async () => {
  stores = await embeddedStores();
  mailbox = await openMailbox();
  harness = await openHarness(stores, {
    signup: 'verify',
    mailer: { send: (mail) => smtp.send(mail), close: async () => {} },
    hops: 1,
  });
  smtp = openSmtp({ url: mailbox.url, from: FROM });
});
afterAll(async () => {
  await harness.close();
  await mailbox.close();
});
afterEach(() => {
  smtp = openSmtp({ url: mailbox.url, from: FROM });
  harness.clock.now_ms += HOUR_MS;
});

let client = 0;
const fromAnyone = () => ({ headers: { 'X-Forwarded-For': `198.51.100.${++client % 250}` } });
const request = (email: string, name = 'Acme') => harness.ask('POST', '/signup', { json: { email, name }, ...fromAnyone() });
const verify = (email: string, code: string) => harness.ask('POST', '/signup/verify', { json: { email, code }, ...fromAnyone() });
const codeOf = async (response: Response): Promise<string | undefined> => ((await response.json()) as { code?: string }).code;
/** Of the same form, and another. */
const wrong = (code: string): string => (code.startsWith('0') ? '1' : '0') + code.slice(1);

async function mailed(email: string, name?: string): Promise<string> {
  const response = await request(email, name);
  expect([response.status, await response.text()]).toEqual([202, '']);
  return mailbox.codeTo(email);
}

/** Without what is of one call alone. */
const answerTo = async (email: string) => {
  const response = await request(email);
  const headers = [...response.headers].filter(([name]) => name !== 'request-id');
  const { raw } = mailbox.received.at(-1)!;
  const mail = raw.slice(raw.indexOf('\r\n\r\n')).replace(mailbox.codeTo(email), '<code>');
  return [response.status, headers, await response.text(), mail];
};

const answerToGuess = async (email: string) => {
  const response = await verify(email, '00000-00000');
  const body = (await response.json()) as { request_id: string };
  return [response.status, { ...body, request_id: '' }];
};

const expectUnavailable = async (email: string): Promise<void> => {
  const began = performance.now();
  const response = await request(email);
  expect([response.status, await codeOf(response)]).toEqual([503, 'MAIL_UNAVAILABLE']);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(performance.now() - began).toBeLessThan(5_000);
  smtp = openSmtp({ url: mailbox.url, from: FROM });
  expect((await verify(email, await mailed(email))).status).toBe(201);
};

const claim = (i: number) => ({ headers: { 'X-Forwarded-For': `192.0.2.${i}, 203.0.113.1` } });

it('a code is mailed, and whoever brings it gets a tenant on the free plan with a key', async () => {
  const code = await mailed('first@example.com', 'First');
  const response = await verify('first@example.com', code);
  expect(response.status).toBe(201);
  const { tenant, api_key } = (await response.json()) as { tenant: object; api_key: { key: string } };
  expect(tenant).toMatchObject({ name: 'First', plan: 'free' });
  expect((await harness.ask('GET', '/usage', { key: api_key.key })).status).toBe(200);
});

it.each([
  ['in capitals', (code: string) => code.toUpperCase()],
  ['without the hyphen', (code: string) => code.replace('-', '')],
  ['with spaces', (code: string) => ` ${code.replace('-', ' - ')} `],
  ['with the letters that look like digits', (code: string) => code.replaceAll('0', 'O').replaceAll('1', 'l')],
])('a code is taken %s', async (title, typed) => {
  const email = `typed-${title.replaceAll(' ', '-')}@example.com`;
  expect((await verify(email, typed(await mailed(email)))).status).toBe(201);
});

describe('no tenant for', () => {
  it('another code', async () => {
    const code = await mailed('other@example.com');
    const response = await verify('other@example.com', wrong(code));
    expect([response.status, await codeOf(response)]).toEqual([403, 'SIGNUP_CODE_INVALID']);
    expect((await verify('other@example.com', code)).status).toBe(201);
  });

  it('a code that was used, also when it comes twice at once', async () => {
    const code = await mailed('used@example.com');
    const statuses = (await Promise.all([verify('used@example.com', code), verify('used@example.com', code)])).map((r) => r.status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 403]);
    expect((await verify('used@example.com', code)).status).toBe(403);
  });

  it('a code of another address', async () => {
    const code = await mailed('mine@example.com');
    await mailed('yours@example.com');
    expect((await verify('yours@example.com', code)).status).toBe(403);
  });

  it('a code that has expired', async () => {
    const code = await mailed('late@example.com');
    harness.clock.now_ms += CODE_TTL_MS;
    expect((await verify('late@example.com', code)).status).toBe(403);
  });

  it('the right code after too many wrong ones', async () => {
    const code = await mailed('guessed@example.com');
    for (let i = 0; i < CODE_ATTEMPTS_MAX; i++) expect((await verify('guessed@example.com', wrong(code))).status).toBe(403);
    expect((await verify('guessed@example.com', code)).status).toBe(403);
  });

  it('an earlier code, once there is a later one', async () => {
    const [earlier, later] = [await mailed('twice@example.com'), await mailed('twice@example.com')];
    expect((await verify('twice@example.com', earlier)).status).toBe(403);
    expect((await verify('twice@example.com', later)).status).toBe(201);
  });

  it('an address that never asked', async () => {
    expect(await codeOf(await verify('stranger@example.com', '00000-00000'))).toBe('SIGNUP_CODE_INVALID');
  });
});

describe('an address that has a tenant', () => {
  const known = 'known@example.com';
  beforeAll(async () => {
    await verify(known, await mailed(known));
  });

  it('is answered as any other: the same status, headers, body and mail', async () => {
    expect(await codeOf(await verify(known, await mailed(known)))).toBe('SIGNUP_MAILBOX_TAKEN');
    harness.clock.now_ms += HOUR_MS;
    expect(await answerTo(known)).toEqual(await answerTo('unknown@example.com'));
    expect(await answerToGuess(known)).toEqual(await answerToGuess('unknown@example.com'));
  });

  it.each([[known], ['Known@EXAMPLE.com'], ['known+quota@example.com']])(
    'gets no second one as %s, and only who has shown the code is told',
    async (email) => {
      expect(await codeOf(await verify(email, await mailed(email)))).toBe('SIGNUP_MAILBOX_TAKEN');
    },
  );
});

describe('a mail', () => {
  it('holds nothing of the caller’s making but the recipient', async () => {
    await mailed('plain@example.com', 'Win a prize at https://evil.example <b>now</b>');
    const { from, to, raw } = mailbox.received.at(-1)!;
    expect([from, to]).toEqual([FROM, ['plain@example.com']]);
    expect(raw).not.toMatch(/evil|prize/);
    expect(raw).toContain(`From: ${FROM}\r\nTo: plain@example.com\r\nSubject: Your Countersign sign-up code\r\n`);
  });

  it.each([
    ['a@example.com\r\nBcc: b@example.com'],
    ['a@example.com, b@example.com'],
    ['"a@evil.example"@example.com'],
    ['<a@example.com>'],
    ['a@example.com\0'],
    ['ä@example.com'],
    ['a@[127.0.0.1]'],
    [`${'a'.repeat(250)}@example.com`],
  ])('is not sent to %j: 422', async (email) => {
    const before = mailbox.received.length;
    const response = await request(email);
    expect([response.status, await response.json()]).toMatchObject([422, { errors: [{ pointer: '/email' }] }]);
    expect(mailbox.received.length).toBe(before);
  });

  it('is not sent to one mailbox more often than the limit, however it is spelt and whoever asks', async () => {
    for (let i = 0; i < MAILS_PER_HOUR; i++) expect((await request(`bombed+${i}@example.com`)).status).toBe(202);
    const before = mailbox.received.length;
    const over = await request('BOMBED@example.com');
    expect([over.status, await codeOf(over)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(mailbox.received.length).toBe(before);
  });
});

it('sign-ups and codes are limited per client address, and the address is not what the caller claims', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++)
    statuses.push((await harness.ask('POST', '/signup', { json: { email: `many-${i}@example.com`, name: 'A' }, ...claim(i) })).status);
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  let tries = 0;
  const attempt = () =>
    harness.ask('POST', '/signup/verify', { json: { email: `many-${tries}@example.com`, code: '00000-00000' }, ...claim(tries) });
  while ((await attempt()).status === 403) tries++;
  expect(tries).toBe(30);
  expect(await codeOf(await attempt())).toBe('RATE_LIMITED');
});

describe('503, nothing is left behind and the next try goes through, when the mail server', () => {
  it('is down', async () => {
    const gone = await openListener(() => {});
    await gone.close();
    smtp = openSmtp({ url: gone.url, from: FROM });
    await expectUnavailable('down@example.com');
  });

  it('is slow', async () => {
    const silent = await openListener(() => {});
    smtp = openSmtp({ url: silent.url, from: FROM, deadline_ms: 300 });
    await expectUnavailable('slow@example.com');
    await silent.close();
  });

  it('does not know the mailbox', async () => {
    const response = await request('nobody@example.com');
    expect([response.status, await codeOf(response)]).toEqual([503, 'MAIL_UNAVAILABLE']);
  });
});

it('a code whose mail failed is no code', async () => {
  let text = '';
  smtp = {
    send: async (mail) => {
      text = mail.text;
      throw new Error('refused after all');
    },
    close: async () => {},
  };
  expect((await request('failed@example.com')).status).toBe(503);
  const code = /[0-9a-z]{5}-[0-9a-z]{5}/.exec(text)?.[0] ?? '';
  expect(await codeOf(await verify('failed@example.com', code))).toBe('SIGNUP_CODE_INVALID');
});

it('logs hold no address, no name and no code', async () => {
  const code = await mailed('canary@example.com', 'Canary Ltd');
  await verify('canary@example.com', code);
  expect(harness.logs.join('')).not.toMatch(new RegExp(`canary|${code}`, 'i'));
});

it('a closed installation neither mails nor verifies', async () => {
  const closed = await openHarness({ ...stores, close: async () => {} }, { signup: 'closed', mailer: smtp });
  const before = mailbox.received.length;
  for (const [path, json] of [
    ['/signup', { email: 'a@example.com', name: 'A' }],
    ['/signup/verify', { email: 'a@example.com', code: '00000-00000' }],
  ] as const)
    expect(await codeOf(await closed.ask('POST', path, { json }))).toBe('SIGNUP_CLOSED');
  expect(mailbox.received.length).toBe(before);
  await closed.close();
});
