/** The lists of the first policy form, as Cedar. */
import { all, any, atMost, context, get, has, isA, like, not, resource, value } from '../cedar/build.ts';
import type { Expr } from '../cedar/policy-json.ts';
import type { ListsDocument, NameLists } from '../document.ts';
import type { Draft } from './draft.ts';

/** UTF-16 units. MCP asks for tool names of at most 128; a longer name than this is refused wherever a list is to be asked. */
export const NAME_LENGTH_MAX = 512;

const isCall = isA(resource, 'Tool');
const method = get(context, 'meta', 'method');
const hasMethod = has(context, 'meta', 'method');
const isShort = atMost(get(context, 'meta', 'name_length'), value(NAME_LENGTH_MAX));

type Kind = { what: Expr; of(pattern: string): Expr[] };
const TOOL: Kind = { what: isCall, of: (pattern) => [like(get(resource, 'name'), pattern), like(get(resource, 'bare'), pattern)] };
const METHOD: Kind = { what: hasMethod, of: (pattern) => [like(method, pattern)] };

const listed = ({ of }: Kind, patterns: readonly string[]): Expr => any(...patterns.flatMap(of));

export function draftLists({ tools, methods }: ListsDocument): Draft[] {
  return [
    ...denials(METHOD, methods, { code: 'METHOD_DENIED', message: 'A policy denies this method.' }),
    ...denials(TOOL, tools, { code: 'TOOL_DENIED', message: 'A policy denies this tool.' }),
    ...allowances(METHOD, methods, "A policy's allow list does not name this method.", all(hasMethod, not(isCall))),
    ...allowances(TOOL, tools, "A policy's allow list does not name this tool.", isCall),
  ];
}

function denials(kind: Kind, lists: NameLists | undefined, told: Pick<Draft, 'code' | 'message'>): Draft[] {
  if (!lists?.deny?.length) return [];
  return [{ ...told, effect: 'forbid', when: [kind.what, isShort, listed(kind, lists.deny)] }];
}

/** An allow list refuses what it does not name, and permits what it names: `permitted` is what it may speak of. */
function allowances(kind: Kind, lists: NameLists | undefined, message: string, permitted: Expr): Draft[] {
  if (!lists) return [];
  const named = lists.allow ? listed(kind, lists.allow) : null;
  const told = { code: 'NO_PERMIT', message } as const;
  const long: Draft = { ...told, effect: 'forbid', when: [kind.what, not(isShort)] };
  if (!named) return [long];
  const denied = lists.deny?.length ? [not(listed(kind, lists.deny))] : [];
  return [
    { ...told, effect: 'forbid', when: [kind.what, ...denied], unless: [isShort, named] },
    { ...told, effect: 'permit', when: [permitted, isShort, named] },
  ];
}
