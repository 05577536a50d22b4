/** `countersign validate`: one message, one verdict. */
import type { Verdict } from '../generated/types.ts';
import type { Invocation } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { readCall } from './input.ts';
import { judgeOne } from './judge.ts';
import { clean, type Terminal } from './terminal.ts';

export async function validate(call: Invocation): Promise<number> {
  const name = call.operands[0] ?? '-';
  if (name === '-' && process.stdin.isTTY) call.terminal.note('A message is read from this terminal, to Ctrl-D');
  const verdict = await judgeOne(call, await readCall(name));
  call.terminal.data(verdict);
  for (const line of verdictLines(call.terminal, verdict)) call.terminal.say(line);
  return verdict.decision === 'allow' ? EXIT.ok : EXIT.no;
}

/** A decision that this version does not know is none to go on with. */
export const decisionText = ({ paint }: Terminal, decision: string): string =>
  paint(decision === 'allow' ? 'green' : decision === 'challenge' ? 'yellow' : 'red', clean(decision));

function verdictLines(terminal: Terminal, verdict: Verdict): string[] {
  const { paint } = terminal;
  const would = verdict.would_be ? paint('yellow', `  (monitor: would be ${clean(verdict.would_be.decision)})`) : '';
  return [
    `${paint('bold', decisionText(terminal, verdict.decision))}  risk ${verdict.risk}  ${paint('dim', clean(verdict.id))}${would}`,
    ...verdict.reasons.map(({ code, severity, message }) => `  ${clean(code)} (${severity}) ${clean(message)}`),
    ...verdict.findings.map(({ rule, path, score, suppressed }) =>
      paint('dim', `    ${clean(rule)} at ${clean(path)}, ${score}${suppressed ? ', suppressed' : ''}`),
    ),
    ...(verdict.modifications ?? []).map(({ op, path }) => `  to be changed: ${op} ${clean(path)}`),
    ...(verdict.unjudged ?? []).map(({ path, reason }) => paint('yellow', `  not judged: ${clean(path)} (${clean(reason)})`)),
    ...(verdict.ignored ?? []).map((pointer) => paint('yellow', `  not followed: ${clean(pointer)}`)),
    ...(verdict.degraded ?? []).map((what) => paint('yellow', `  degraded: ${clean(String(what))}`)),
  ];
}
