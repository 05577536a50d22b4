/** Files that the code generates and git keeps: written, or with `--check` compared. */
import { readFile, writeFile } from 'node:fs/promises';

export type Generated = { path: string; text: string };

/**
 * Writes the files. With `--check` on the command line it compares instead and exits 1 when one differs. `holding` says how much is in
 * them, such as `19 operations`: a check that checked nothing must not look green.
 */
export async function writeOrCheck(files: readonly Generated[], holding: string, remedy: string): Promise<void> {
  const is_check = process.argv.includes('--check');
  const stale: string[] = [];
  for (const { path, text } of files) {
    const url = new URL(`../${path}`, import.meta.url);
    const kept = await readFile(url, 'utf8').catch(() => null);
    if (kept === text) continue;
    if (is_check) stale.push(path);
    else await writeFile(url, text);
  }
  if (stale.length) {
    process.stderr.write(`not what the code generates: ${stale.join(', ')}; run ${remedy}\n`);
    process.exit(1);
  }
  process.stdout.write(`${is_check ? 'checked' : 'written'}: ${files.map((f) => f.path).join(', ')} (${holding})\n`);
}
