/** The tests of the Java client, by Maven, and the count of them out of Surefire's reports. What is skipped counts as failed. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENT = fileURLToPath(new URL('../../clients/java', import.meta.url));
const REPORTS = join(CLIENT, 'target/surefire-reports');
const SUITE = /<testsuite [^>]*\btests="(\d+)" errors="(\d+)" skipped="(\d+)" failures="(\d+)"/;

rmSync(REPORTS, { recursive: true, force: true });
const { status, stdout, stderr, error } = spawnSync('mvn', ['-B', '-q', 'verify'], {
  cwd: CLIENT,
  env: { ...process.env, COUNTERSIGN_NODE: process.execPath },
  encoding: 'utf8',
});
if (error) throw error;
if (status !== 0) console.log(`${stdout}${stderr}`);
let [tests, bad] = [0, 0];
const reports = status === 0 || stdout.includes('surefire') ? readdirSync(REPORTS).filter((name) => name.endsWith('.xml')) : [];
for (const name of reports) {
  const found = SUITE.exec(readFileSync(join(REPORTS, name), 'utf8'));
  if (!found) throw new Error(`${name} is no report`);
  const [, all, ...others] = found.map(Number);
  tests += all!;
  bad += others.reduce((sum, one) => sum + one, 0);
}
console.log(`${tests - bad} passed, ${bad || (status === 0 ? 0 : 1)} failed`);
process.exitCode = status === 0 && !bad && tests ? 0 : 1;
