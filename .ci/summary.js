/** `node summary.js <exit codes, summed> <vitest.json>…`: one line of counts; fails when a test failed, none ran, or anything before it failed. */
import { existsSync, readFileSync } from 'node:fs';

const [status, ...results] = process.argv.slice(2);
const files = results.flatMap((file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : []));
let passed = 0;
let failed = 0;
for (const { status: outcome, assertionResults } of files) {
  const count = (wanted) => assertionResults.filter((test) => test.status === wanted).length;
  passed += count('passed');
  // A file that failed outside of its tests (an import, a hook) counts as one.
  failed += Math.max(count('failed'), outcome === 'failed' ? 1 : 0);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 || status !== '0' ? 1 : 0;
