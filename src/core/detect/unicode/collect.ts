/** The same trait again and again is one piece of evidence: a bounded number of matches of each rule is kept. */
import type { Match, Rule } from '../../finding.ts';

export const MATCHES_PER_RULE = 16;

export class Matches {
  readonly list: Match[] = [];
  readonly #counts = new Map<Rule, number>();

  /** How often the rule matched, kept or not. */
  count(rule: Rule): number {
    return this.#counts.get(rule) ?? 0;
  }

  push(rule: Rule, start: number, end: number, score?: number): void {
    const seen = this.count(rule);
    this.#counts.set(rule, seen + 1);
    if (seen < MATCHES_PER_RULE) this.list.push({ rule, start, end, ...(score === undefined ? {} : { score }) });
  }
}
