/** What a verdict was made from, for replay: redacted before it is sealed, erasable afterwards (docs: `platform.md`, "What is kept"). */
import { canonicalJson } from '#core/canonical.ts';
import type { Category } from '#core/finding.ts';
import { DEPTH_MAX } from '#core/json.ts';
import { cutOut } from '#core/redact.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';

export const INPUT_RETENTION_MS = 30 * 24 * 60 * 60 * 1_000;

/** The message's own depth, and that of what is around it. Nothing deeper was looked into. */
const KEPT_DEPTH = { depth_max: DEPTH_MAX + 2, text: '[NOT KEPT:too_deep]' };
const CUT_CATEGORIES: ReadonlySet<Category> = new Set(['secret_leak', 'pii_leak']);
/** Headers beyond these carry credentials more often than anything a replay needs. */
const KEPT_HEADERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'origin', 'host']);

const isRecord = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const tokensOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The bytes to seal. Spans with secrets or personal data, and whatever was not looked into, are cut out. */
export function decisionInput(submission: Submission, verdict: Verdict, now_ms: number): Uint8Array {
  const { token: _, ...context } = submission.context;
  const headers = Object.fromEntries([...(submission.headers ?? [])].filter(([name]) => KEPT_HEADERS.has(name) || name.startsWith('mcp-')));
  const { request, response, tool, server } = submission;
  let kept: unknown = { request, response, tool, server, headers };
  for (const { path, reason } of verdict.unjudged) kept = replaceAt(kept, tokensOf(path), () => `[NOT KEPT:${reason}]`);
  for (const [path, cuts] of cutsOf(verdict))
    kept = replaceAt(kept, tokensOf(path), (value) => (typeof value === 'string' ? cutOut(value, cuts) : value), cuts);
  const facts = { now: new Date(now_ms).toISOString(), faults: submission.faults };
  return new TextEncoder().encode(
    canonicalJson({ ...(isRecord(kept) ? kept : {}), context, options: submission.options, facts }, KEPT_DEPTH),
  );
}

type Span = { start: number; end: number; label: string };

function cutsOf(verdict: Verdict): [string, Span[]][] {
  const byPath = new Map<string, Span[]>();
  for (const { category, path, start, end, rule } of verdict.findings) {
    if (!CUT_CATEGORIES.has(category)) continue;
    const spans = byPath.get(path) ?? [];
    spans.push({ start, end, label: rule });
    byPath.set(path, spans);
  }
  // Deepest first: renaming a property must not lose the way to what is below it.
  return [...byPath].sort(([a], [b]) => b.split('/').length - a.split('/').length);
}

/** A copy along the path only. With `cuts`, a member whose name rather than whose text was meant is renamed, its value dropped. */
function replaceAt(root: unknown, tokens: readonly string[], change: (value: unknown) => unknown, cuts?: readonly Span[]): unknown {
  const [token, ...rest] = tokens;
  if (token === undefined) return change(root);
  if (Array.isArray(root)) {
    const index = Number(token);
    return index in root ? root.with(index, replaceAt(root[index], rest, change, cuts)) : root;
  }
  if (!isRecord(root) || !Object.hasOwn(root, token)) return root;
  const entries = Object.entries(root);
  if (rest.length || !cuts || fitsText(root[token], cuts)) {
    return Object.fromEntries(entries.map(([k, v]) => [k, k === token ? replaceAt(v, rest, change, cuts) : v]));
  }
  return Object.fromEntries(entries.map(([k, v]) => (k === token ? [cutOut(k, cuts), '[NOT KEPT:name]'] : [k, v])));
}

const fitsText = (value: unknown, cuts: readonly Span[]): boolean => typeof value === 'string' && cuts.every((c) => c.end <= value.length);
