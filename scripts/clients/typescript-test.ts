/** The runner of the TypeScript client: its packed package plays the cases, on this Node and on that of the system where it is another. */
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPacked, ROOT } from '../../test/support/packed.ts';

const LEAST = 20;

/** Those of different majors, this one first. */
function nodes(): { program: string; version: string }[] {
  const found = new Map([[process.versions.node.split('.')[0]!, { program: process.execPath, version: process.version }]]);
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const program = join(folder, 'node');
    const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
    const major = /^v(\d+)\./.exec(version)?.[1];
    if (major !== undefined && Number(major) >= LEAST && !found.has(major)) found.set(major, { program, version });
  }
  return [...found.values()];
}

const installed = installPacked();
let [passed, failed] = [0, 0];
try {
  cpSync(join(ROOT, 'clients/typescript/conformance.mjs'), join(installed.home, 'conformance.mjs'));
  for (const { program, version } of nodes()) {
    const { status, stdout, stderr } = spawnSync(program, ['conformance.mjs', join(ROOT, 'clients/conformance')], {
      cwd: installed.home,
      encoding: 'utf8',
    });
    console.log(`${version}: ${stdout}${stderr}`);
    const [, good = '0', bad = '0'] = /conformance: (\d+) passed, (\d+) failed/.exec(stdout) ?? [];
    passed += Number(good);
    failed += Number(bad) || (status === 0 ? 0 : 1);
  }
} finally {
  installed.remove();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
