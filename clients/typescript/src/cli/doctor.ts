/** `countersign doctor`: what is wrong with a set-up, each with what to do about it. Costs two verdicts at most, and changes nothing. */
import { fault, type Check } from './check.ts';
import type { Invocation } from './command.ts';
import { placeOf, type Place } from './connection.ts';
import { examine } from './doctor-checks.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { clean } from './terminal.ts';

const TIMEOUT_MS = 5_000;

export async function doctor(call: Invocation): Promise<number> {
  const { terminal } = call;
  const checks: Check[] = [];
  for await (const check of examined(call)) {
    checks.push(check);
    const [style, sign] = ({ ok: ['green', 'ok  '], warning: ['yellow', 'warn'], fault: ['red', 'FAIL'] } as const)[check.state];
    terminal.say(`${terminal.paint(style, sign)}  ${check.name.padEnd(11)} ${clean(check.found)}`);
    if (check.remedy) terminal.say(`                  ${terminal.paint('bold', '→')} ${clean(check.remedy)}`);
  }
  const of = (state: Check['state']): number => checks.filter((check) => check.state === state).length;
  terminal.data({ healthy: of('fault') === 0, faults: of('fault'), warnings: of('warning'), checks });
  terminal.say(of('fault') ? `${of('fault')} wrong` : of('warning') ? `works; ${of('warning')} to look at` : 'all is well');
  return of('fault') ? EXIT.no : EXIT.ok;
}

/** Settings that cannot be read are a broken set-up too. */
async function* examined(call: Invocation): AsyncGenerator<Check, void, undefined> {
  const timeout_ms = call.whole('timeout', 1, 600_000) ?? TIMEOUT_MS;
  let place: Place;
  try {
    place = placeOf(call);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return void (yield fault('settings', error.message, 'Remove the file, or run countersign login again'));
  }
  yield* examine(place, timeout_ms);
}
