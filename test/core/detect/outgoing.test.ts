import { outgoing } from '#core/detect/outgoing.ts';
import { fromLabels } from '#core/detect/outgoing/decode.ts';
import { carried } from '#core/detect/outgoing/query.ts';
import { expect, test } from 'vitest';
import { inspectText, runDetectorCases, runHostileInputs, subjectOf } from '../../support/detector-cases.ts';
import { expectLinear } from '../../support/linear.ts';

runDetectorCases(outgoing);

test('labels are data only when they are text in disguise', () => {
  expect(fromLabels('70617373776f72643d68756e74657232.x.evil.example')).toBe('password=hunter2');
  expect(fromLabels('d41d8cd98f00b204e9800998ecf8427e.cdn.example.com')).toBeNull();
  expect(fromLabels('ec2-203-0-113-5.eu-central-1.compute.example.com')).toBeNull();
});

test('what an address proves or remembers for its own site is no data of others', () => {
  expect(carried('/cb?state=cGFzc3dvcmQgc2VjcmV0IHRva2VuIGhlcmU')).toBe(0);
  expect(carried('/x?d=cGFzc3dvcmQgc2VjcmV0IHRva2VuIGhlcmU')).toBeGreaterThanOrEqual(0.8);
});

test.each(['https://a.b/?c=', 'https://a.b/?c= append ', 'the user’s ', 'conversation', 'https://a.b/= add '])(
  '%s again and again costs linear time',
  (seed) => {
    const text = seed.repeat(Math.ceil(400_000 / seed.length));
    const subject = subjectOf({ role: 'prose', slot: 'result', direction: 'response', origin: 'content' }, text);
    expectLinear(text, (part) => void inspectText(outgoing, part, subject));
  },
);

runHostileInputs(outgoing, 'url', ['https://a.b/?c=', '%20', 'password ', '@', '&', 'YWFh', 'a.'], 'https://');
