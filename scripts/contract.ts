/**
 * `npm run contract`: the committed documents are good OpenAPI by the rules in `redocly.yaml`, and nothing that the last release
 * promised is gone (`openapi/released.json`). `npm run contract -- --release` makes the present document the promise.
 */
import { copyFile, readFile } from 'node:fs/promises';
import { compareContracts, redocly } from './redocly.ts';

const DOCUMENTS = ['openapi/openapi.json', 'openapi/openapi-3.0.json'];
const [PRESENT = '', RELEASED] = [DOCUMENTS[0], 'openapi/released.json'];

if (process.argv.includes('--release')) await copyFile(PRESENT, RELEASED);
const [lint, { changes, breaking }] = await Promise.all([redocly('lint', ...DOCUMENTS), compareContracts(RELEASED, PRESENT)]);
const valid = DOCUMENTS.filter((path) => lint.err.includes(`${path}: validated`)).length;
const { info, paths } = JSON.parse(await readFile(RELEASED, 'utf8')) as { info: { version: string }; paths: Record<string, object> };
const promised = Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);

if (lint.code !== 0 || valid !== DOCUMENTS.length) console.log(lint.out + lint.err);
for (const line of breaking) console.log(`breaks what ${info.version} promised: ${line}`);
console.log(`${valid} documents, ${promised} operations of ${info.version}, ${changes} changes since, ${breaking.length} breaking`);
process.exitCode = lint.code === 0 && valid === DOCUMENTS.length && promised > 0 && breaking.length === 0 ? 0 : 1;
