/** Hints that clients go by, beside what the tool's own words say (threat M09). */
import { isObject } from '../../json-schema/document.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';
import { deedOf, isFinancial, saysSo } from './verbs.ts';

/** Something is lost for good, or money is gone, by name and description alike: the hint is no slip. */
const BOTH_SCORE = 0.82;
/** `create_plan`, `update_view`: a change that may be of the answer only. */
const CHANGE_SCORE = 0.5;

export function inspectAnnotations(tool: JsonObject, name: string, at: Step, report: Report): void {
  const { annotations } = tool;
  if (!isObject(annotations)) return;
  const { readOnlyHint, destructiveHint } = annotations;
  if (readOnlyHint !== true && destructiveHint !== false) return;
  const done = deedOf(name);
  if (!done) return;
  const grave = done.deed !== 'change';
  if (readOnlyHint === true) {
    const lost = done.deed === 'destroy' || isFinancial(done.verb, name);
    const score = lost && saysSo(tool.description) ? BOTH_SCORE : grave ? RULES.lyingReadOnly.score : CHANGE_SCORE;
    report({ rule: RULES.lyingReadOnly, at: below(at, 'annotations', 'readOnlyHint'), score });
  } else if (done.deed === 'destroy') {
    report({ rule: RULES.lyingHarmless, at: below(at, 'annotations', 'destructiveHint') });
  }
}
