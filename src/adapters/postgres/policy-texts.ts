/** What tenants wrote as policies, on its way into the store and back. */
import { sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { PolicyRow } from '#app/policy-ports.ts';
import type { CompiledVersion } from '#core/policy/compile.ts';
import { documentSchema } from '#core/policy/document-schema.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import type { PolicyMode } from '#core/policy/mode.ts';
import type { PolicyTest } from '#core/policy/policy-test.ts';
import { policyVersions } from './schema.ts';
import { fromStoredJson, fromStoredText, storableJson, storableText } from './storable.ts';

/** Of a version, but for its moments. */
export const VERSION_COLUMNS = {
  id: policyVersions.policy_id,
  name: policyVersions.name,
  enabled: policyVersions.enabled,
  shadow: policyVersions.shadow,
  version: policyVersions.version,
  document: text<string>`${policyVersions.document}::text`,
  tests: text<string>`${policyVersions.tests}::text`,
  warnings: text<string>`${policyVersions.warnings}::text`,
  digest: policyVersions.digest,
};
type Stored = { name: string; enabled: boolean; shadow: boolean; document: string; tests: string; warnings: string };
type Told = Pick<PolicyRow, 'name' | 'mode' | 'document' | 'tests' | 'warnings'>;

const testsOf = z.array(z.custom<PolicyTest>((value) => typeof value === 'object' && value !== null));
const remarks = z.array(z.object({ pointer: z.string(), detail: z.string() }));
/** Written by this service alone, and read for verdicts: its outline is looked at, no more. */
const compiledVersion = z.custom<CompiledVersion>(
  (value) => z.looseObject({ statements: z.array(z.looseObject({ id: z.string() })), needs: z.looseObject({}) }).safeParse(value).success,
);

export const parseTests = (stored: string): PolicyTest[] => testsOf.parse(fromStoredJson(stored));
export const parseCompiled = (stored: string): CompiledVersion => compiledVersion.parse(fromStoredJson(stored));
/** Strict: a member that this build does not know might be a denial, and must not be lost in silence. */
export const parseDocument = (stored: string): PolicyDocument => documentSchema.parse(fromStoredJson(stored));
const modeOf = ({ enabled, shadow }: Stored): PolicyMode => (enabled ? 'enforce' : shadow ? 'shadow' : 'off');

export function parsePolicy<R extends Stored>(row: R): Omit<R, keyof Stored> & Told {
  const { name, enabled: _, shadow: _1, document, tests, warnings, ...rest } = row;
  return {
    ...rest,
    name: fromStoredText(name),
    mode: modeOf(row),
    document: parseDocument(document),
    tests: parseTests(tests),
    warnings: remarks.parse(fromStoredJson(warnings)),
  };
}

const json = (value: unknown) => text`${storableJson(value)}::jsonb`;
export const textsOf = ({ name, document, tests, warnings }: Told) => ({
  name: storableText(name),
  document: json(document),
  tests: json(tests),
  warnings: json(warnings),
});
