/** `SIGNUP=verify` as its operator starts it. */
import { expect, it } from 'vitest';
import { openMailbox } from '../support/mailbox.ts';
import { MESSAGE, post, run, startService, tempFolder } from './service.ts';

it('refuses to start without a mail server, and names what is missing', async () => {
  const { code, err } = await run('src/main.ts', [], { SIGNUP: 'verify', DATA_DIR: '/nonexistent' });
  expect([code, err]).toEqual([1, 'The configuration is wrong:\n  SIGNUP=verify needs SMTP_URL\n  SIGNUP=verify needs SMTP_FROM\n']);
});

it('from the mailed code to the first verdict', async () => {
  const [mailbox, folder] = await Promise.all([openMailbox(), tempFolder()]);
  const variables = { SIGNUP: 'verify', SMTP_URL: mailbox.url, SMTP_FROM: 'signup@countersign.example', DATA_DIR: folder.path };
  const service = await startService(variables);
  const send = (path: string, body: object) =>
    fetch(service.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  try {
    const email = 'someone@example.com';
    expect((await send('/signup', { email, name: 'Someone' })).status).toBe(202);
    const response = await send('/signup/verify', { email, code: mailbox.codeTo(email) });
    expect(response.status).toBe(201);
    const { api_key } = (await response.json()) as { api_key: { key: string } };
    expect(await (await post(service, '/validate', api_key.key, MESSAGE)).json()).toMatchObject({ decision: 'allow' });
  } finally {
    await service.stop('SIGTERM');
    await mailbox.close();
    await folder.remove();
  }
}, 60_000);
