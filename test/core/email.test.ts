import { expect, it } from 'vitest';
import { mailboxOf } from '#core/email.ts';

it.each([
  ['Someone@Example.COM', 'someone@example.com'],
  ['someone+quota1@example.com', 'someone@example.com'],
  ['some+one+two@example.com', 'some@example.com'],
  ['+someone@example.com', '+someone@example.com'],
  ['s.o.m.e+x@gmail.com', 'some@gmail.com'],
  ['some.one@GoogleMail.com', 'someone@gmail.com'],
  ['some.one@example.com', 'some.one@example.com'],
])('%s is the mailbox %s', (email, mailbox) => {
  expect(mailboxOf(email)).toBe(mailbox);
  expect(mailboxOf(mailbox)).toBe(mailbox);
});

it('different people stay different', () => {
  expect(mailboxOf('ab@example.com')).not.toBe(mailboxOf('a.b@example.com'));
  expect(mailboxOf('ab@gmail.com')).not.toBe(mailboxOf('ab@gmail.com.example.com'));
});
