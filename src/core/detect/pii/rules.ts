/** Rules of the detector: one a kind, so that a tenant can suppress one and keep the rest. */
import type { Rule } from '../../finding.ts';
import { KINDS } from './kinds.ts';
import { LABELLED } from './labelled.ts';

const REFERENCES = ['OWASP-MCP10', 'CWE-359'];

function rule(name: string, score: number, title: string, references: readonly string[] = []): Rule {
  const severity = score >= 0.9 ? 'high' : score >= 0.8 ? 'medium' : 'low';
  const sentence = `The text holds what looks like ${title}.`;
  return { id: `pii.${name}`, category: 'pii_leak', threat: 'R03', severity, score, references: [...REFERENCES, ...references], sentence };
}

export const RULE_OF: ReadonlyMap<string, Rule> = new Map(
  [
    ...KINDS.map((k) => rule(k.name, k.near, k.title, k.references)),
    ...LABELLED.map((k) => rule(k.name, k.supported?.score ?? k.score, k.title)),
  ].map((one) => [one.id.slice('pii.'.length), one]),
);

export const RULES = {
  iban: rule('iban', 0.95, 'an international bank account number', ['ISO-13616']),
  mrz: rule('machine-readable-zone', 0.95, 'the machine-readable lines of a passport or identity card', ['ICAO-9303']),
  email: rule('email-address', 0.5, 'an e-mail address'),
} as const satisfies Record<string, Rule>;
