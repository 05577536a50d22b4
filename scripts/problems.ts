/** `npm run problems`: `docs/problems.md`, from the table of problems. */
import { PROBLEMS, PROBLEM_TYPE_PREFIX } from '#core/problem.ts';
import { writeOrCheck } from './generated.ts';

const sections = Object.entries(PROBLEMS).map(
  ([code, { status, title, detail, remedy }]) => `## ${code}\n\n${status} · ${title}. ${detail}\n\n${remedy}\n`,
);

const text = `# Problems

Every failed call is answered with \`application/problem+json\` (RFC 9457). \`code\` is stable; \`type\` is \`${PROBLEM_TYPE_PREFIX}\` and the code in
lower case. \`errors\` lists all faults at once, each with a JSON Pointer. \`request_id\` is what support asks for. A verdict is never a problem:
whatever is wrong inside an MCP message is answered with 200 and a \`decision\`.

${sections.join('\n')}`;

await writeOrCheck([{ path: 'docs/problems.md', text }], `${sections.length} problems`, 'npm run problems');
