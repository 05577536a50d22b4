import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROBLEMS, problemBody, type ProblemCode } from '#core/problem.ts';

const documented = [...readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8').matchAll(/^## (\w+)$/gm)].map((m) => m[1]);
const CODES = Object.keys(PROBLEMS) as ProblemCode[];

it('each problem is documented, and each documented one exists', () => {
  expect(CODES.length).toBeGreaterThan(20);
  expect(documented).toEqual(CODES);
});

it.each(CODES)('%s says what went wrong and what to do', (code) => {
  const { status, title, detail, remedy } = PROBLEMS[code];
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  for (const text of [title, detail, remedy]) expect(text.length).toBeGreaterThan(5);
  expect(problemBody({ code }, 'req_x')).toEqual({
    type: `urn:countersign:problem:${code.toLowerCase()}`,
    title,
    status,
    detail,
    code,
    request_id: 'req_x',
  });
});
