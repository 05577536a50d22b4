/** `npm run config-table`: the README's table of environment variables, between its two marks. */
import { readFile } from 'node:fs/promises';
import { VARIABLES } from '#config';
import { writeOrCheck } from './generated.ts';

const START = '<!-- config-table -->';
const END = '<!-- /config-table -->';

const rows = Object.entries(VARIABLES).map(([name, v]) => `| \`${name}\` | ${v.default} | ${v.description} |`.replaceAll('\n', ' '));
const table = ['| variable | default | |', '|---|---|---|', ...rows].join('\n');

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const start = readme.indexOf(START);
const end = readme.indexOf(END);
if (start < 0 || end < start) throw new Error(`README.md lacks the marks ${START} and ${END}`);
const text = `${readme.slice(0, start + START.length)}\n${table}\n${readme.slice(end)}`;

await writeOrCheck([{ path: 'README.md', text }], `${rows.length} settings`, 'npm run config-table');
