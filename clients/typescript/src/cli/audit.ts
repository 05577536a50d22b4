/** `countersign audit tail|export`. */
import type { Countersign } from '../client.ts';
import type { Invocation } from './command.ts';
import { connect } from './connection.ts';
import { EXIT } from './exit-codes.ts';
import { fitting, type Shape } from './shape.ts';
import { clean, openTerminal, type Terminal } from './terminal.ts';

type Query = NonNullable<Parameters<Countersign['listAudit']>[0]>;
type Entry = Awaited<ReturnType<ReturnType<Countersign['listAudit']>['page']>>['data'][number];

const ENTRY: Shape = { id: 'text', kind: 'text', at: 'text' };
const VERDICT: Shape = { decision: 'text', 'method?': 'text', 'tool?': 'text', reasons: [{ code: 'text' }] };
const CHANGE: Shape = { 'action?': 'text', 'subject?': 'text' };

const EVERY_MS = 2_000;
const PAGE = 100;
/** Of what was shown: as much as can come between two looks and be read at once. */
const NEW_MAX = 10_000;

const queryOf = (call: Invocation): Query => {
  const named = ['kind', 'decision', 'method', 'tool', 'category', 'user_id', 'session_id', 'from', 'to'] as const;
  const given = named.flatMap((name) =>
    call.text(name.replace('_', '-')) === undefined ? [] : [[name, call.text(name.replace('_', '-'))]],
  );
  return { limit: PAGE, ...Object.fromEntries(given) } as Query;
};

const read = (entry: Entry): Entry => fitting(fitting(entry, ENTRY), entry.kind === 'verdict' ? VERDICT : CHANGE);

/** Newest first, one a line, as the service has them: nothing is held but a page. */
export async function exportAudit(call: Invocation): Promise<number> {
  for await (const entry of connect(call).listAudit(queryOf(call)))
    if (!process.stdout.write(`${JSON.stringify(read(entry))}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  return EXIT.ok;
}

/** What is there, oldest first, and then what comes, until it is stopped. */
export async function tail(call: Invocation): Promise<number> {
  const client = connect(call);
  // One a line for programs too.
  const terminal = openTerminal({ json: call.terminal.json, pretty: false });
  const pause = call.whole('every', 100, 3_600_000) ?? EVERY_MS;
  let last: string | undefined;
  for (let first = true; ; first = false) {
    const fresh: Entry[] = [];
    let met = false;
    let newest: string | undefined;
    for await (const entry of client.listAudit(queryOf(call))) {
      newest ??= read(entry).id;
      met = entry.id === last;
      if (met || fresh.length >= (first ? (call.whole('lines', 0, NEW_MAX) ?? 10) : NEW_MAX)) break;
      fresh.push(read(entry));
    }
    if (!first && last !== undefined && !met && fresh.length >= NEW_MAX)
      terminal.note(`more than ${NEW_MAX} records at once: some are not shown`);
    last = newest ?? last;
    for (const entry of fresh.toReversed()) show(terminal, entry);
    if (call.flag('once')) return EXIT.ok;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function show(terminal: Terminal, entry: Entry): void {
  terminal.data(entry);
  if (entry.kind === 'verdict')
    terminal.say(
      clean(
        [
          entry.at,
          entry.decision.padEnd(9),
          entry.method ?? '',
          entry.tool ?? '',
          entry.reasons.map(({ code }) => code).join(','),
          entry.id,
        ].join(' '),
      ),
    );
  else terminal.say(clean([entry.at, 'admin    ', entry.action, entry.subject, entry.id].join(' ')));
}
