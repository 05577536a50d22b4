import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

type Storey = 'core' | 'app' | 'adapters' | 'http' | 'root';

const ROOT = join(import.meta.dirname, '..');
const MAY_IMPORT: Record<Storey, Storey[]> = {
  core: ['core'],
  app: ['app', 'core'],
  adapters: ['adapters', 'app', 'core'],
  http: ['http', 'app', 'core'],
  root: ['root', 'core', 'app', 'adapters', 'http'],
};
const CORE_PACKAGES = new Set(['zod', 're2js', 'ipaddr.js', 'pako', 'lru-cache', 'fastest-levenshtein']);
/** Loaded when a policy is written, and by one file alone: what decides does without. */
const AT_WRITE_TIME = new Map([
  ['src/core/policy/cedar/cedar-wasm.ts', new Set(['@cedar-policy/cedar-wasm/nodejs', '@cedar-policy/mcp-schema-generator-wasm'])],
]);
const LINES_MAX = 300;

const files = (readdirSync(join(ROOT, 'src'), { recursive: true }) as string[]).filter((f) => f.endsWith('.ts')).map((f) => `src/${f}`);
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm)].map(
    (m) => (m[1] ?? m[2] ?? m[3])!,
  );
const ALIASES: Record<string, string> = {
  '#core/': 'src/core/',
  '#app/': 'src/app/',
  '#adapters/': 'src/adapters/',
  '#http/': 'src/http/',
  '#config': 'src/config.ts',
};

function resolve(file: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return relative(ROOT, join(ROOT, dirname(file), specifier));
  const alias = Object.keys(ALIASES).find((a) => specifier.startsWith(a));
  return alias ? specifier.replace(alias, ALIASES[alias]!) : null;
}

function storeyOf(file: string): Storey {
  const storey = file.split('/')[1]!;
  return storey === 'core' || storey === 'app' || storey === 'adapters' || storey === 'http' ? storey : 'root';
}

/** A table of data is a file whose lines are nearly all literals; it declares so by its name. */
const isTable = (file: string): boolean =>
  /(?:shapes|kinds|tables?|names|schema|revisions|places|programs|confusables|words)(?:-[a-z0-9-]+)?\.ts$/.test(file);

describe('architecture', () => {
  it('there are files to check in every storey', () => {
    for (const storey of ['core', 'app', 'adapters', 'http'] as const)
      expect(files.filter((f) => storeyOf(f) === storey).length, storey).toBeGreaterThan(3);
  });

  it.each(files)('%s imports only what lies below it', (file) => {
    for (const specifier of importsOf(file)) {
      const target = resolve(file, specifier);
      if (target === null) continue;
      expect(existsSync(join(ROOT, target)), `${file} imports ${specifier}`).toBe(true);
      expect(MAY_IMPORT[storeyOf(file)], `${file} imports ${specifier}`).toContain(storeyOf(target));
    }
  });

  it.each(files.filter((f) => storeyOf(f) === 'core'))('%s needs no machine', (file) => {
    const packages = importsOf(file).filter((s) => resolve(file, s) === null);
    const allowed = packages.filter(
      (p) => CORE_PACKAGES.has(p) || AT_WRITE_TIME.get(file)?.has(p) || (p === 'node:crypto' && file === 'src/core/hash.ts'),
    );
    expect(packages).toEqual(allowed);
    expect(textOf(file)).not.toMatch(
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.(?:env|argv|exit|cwd|hrtime|nextTick|on)\b|\bperformance\.now/,
    );
  });

  it.each(files.filter((f) => !isTable(f)))(`%s has at most ${LINES_MAX} lines`, (file) => {
    expect(textOf(file).split('\n').length).toBeLessThanOrEqual(LINES_MAX + 1);
  });

  it.each(files)('%s is named in kebab-case and is no barrel', (file) => {
    expect(file).toMatch(/^src(\/[a-z0-9-]+)+\.ts$/);
    expect(file).not.toMatch(/utils|helper|manager|service/i);
    expect(file.endsWith('index.ts')).toBe(file === 'src/core/detect/index.ts');
  });

  it('only main.ts knows both adapters and http', () => {
    const knowing = files.filter((f) => {
      const storeys = new Set(
        importsOf(f)
          .map((s) => resolve(f, s))
          .filter((t) => t !== null)
          .map(storeyOf),
      );
      return storeys.has('adapters') && storeys.has('http');
    });
    expect(knowing).toEqual(['src/main.ts']);
  });

  it('who writes for a tenant has been granted it: one file asks the store to', () => {
    expect(files.filter((f) => storeyOf(f) !== 'adapters' && /\bdatabase\.write\(/.test(textOf(f)))).toEqual(['src/app/mutate.ts']);
  });

  it('a write grant is made in one file only', () => {
    expect(files.filter((f) => /as WriteGrant\b/.test(textOf(f)))).toEqual(['src/app/mutate.ts']);
  });
});
