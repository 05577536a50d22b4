/** All detectors, in the order in which they run: the one list to add a threat to. */
import type { Rule } from '../finding.ts';
import { covert } from './covert.ts';
import { commandInjection } from './command-injection.ts';
import { deserialization } from './deserialization.ts';
import type { Detector } from './detector.ts';
import type { MessageDetector } from './message-detector.ts';
import { directiveInjection } from './directive-injection.ts';
import { ldapInjection } from './ldap-injection.ts';
import { nosqlInjection } from './nosql-injection.ts';
import { notationInjection } from './notation-injection.ts';
import { orders } from './orders.ts';
import { outgoing } from './outgoing.ts';
import { pathTraversal } from './path-traversal.ts';
import { pii } from './pii.ts';
import { rendering } from './rendering.ts';
import { secrets } from './secrets.ts';
import { sqlInjection } from './sql-injection.ts';
import { ssrf } from './ssrf.ts';
import { structure } from './structure.ts';
import { templateInjection } from './template-injection.ts';
import { formulaInjection } from './formula-injection.ts';
import { lineInjection } from './line-injection.ts';
import { xpathInjection } from './xpath-injection.ts';
import { prototypePollution } from './prototype-pollution.ts';
import { program } from './program.ts';
import { plantedCommand } from './planted-command.ts';
import { unicode } from './unicode.ts';
import { xss } from './xss.ts';
import { xxe } from './xxe.ts';

export const DETECTORS: readonly Detector[] = [
  sqlInjection,
  commandInjection,
  pathTraversal,
  ssrf,
  secrets,
  pii,
  unicode,
  xss,
  xxe,
  rendering,
  templateInjection,
  ldapInjection,
  nosqlInjection,
  deserialization,
  directiveInjection,
  formulaInjection,
  lineInjection,
  xpathInjection,
  prototypePollution,
  notationInjection,
  plantedCommand,
  orders,
  covert,
  outgoing,
  program,
];

/** Those that texts of results concern; the others are about what callers send. Known only for speed. */
export const OF_RESULTS: readonly Detector[] = [secrets, pii, unicode, rendering, plantedCommand, orders, ssrf, pathTraversal];

/** Those that look at whole messages; they run after the others. */
export const MESSAGE_DETECTORS: readonly MessageDetector[] = [structure];

/** Every rule by its id. Two rules of one id, or two detectors of one name, stop the process at load. */
export const RULES: ReadonlyMap<string, Rule> = indexRules([...DETECTORS, ...MESSAGE_DETECTORS]);

/** @throws Error when a rule id or a detector name stands twice */
export function indexRules(detectors: readonly Pick<Detector, 'name' | 'rules'>[]): Map<string, Rule> {
  const names = new Set<string>();
  const rules = new Map<string, Rule>();
  for (const detector of detectors) {
    if (names.has(detector.name)) throw new Error(`two detectors are named ${detector.name}`);
    names.add(detector.name);
    for (const rule of detector.rules) {
      if (rules.has(rule.id)) throw new Error(`two rules have the id ${rule.id}`);
      rules.set(rule.id, rule);
    }
  }
  return rules;
}
