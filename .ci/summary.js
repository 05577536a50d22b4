/** `node summary.js <vitest.json> <status of vitest>`: one line of counts; fails when a test failed, none ran, or vitest itself failed. */
import { existsSync, readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);
const files = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : [];
let passed = 0;
let failed = 0;
for (const { status: outcome, assertionResults } of files) {
  const count = (wanted) => assertionResults.filter((test) => test.status === wanted).length;
  passed += count('passed');
  // A file that failed outside of its tests (an import, a hook) counts as one.
  failed += Math.max(count('failed'), outcome === 'failed' ? 1 : 0);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 || status !== '0' ? 1 : 0;
