/** The lists of the first policy form, as Cedar. */
import { all, any, atMost, context, get, has, isA, like, not, resource, value } from '../cedar/build.ts';
import type { Expr } from '../cedar/policy-json.ts';
import type { ListsDocument, NameLists } from '../document.ts';
import type { Draft } from './draft.ts';
import { grantedName, restrictedName } from './names.ts';

/** UTF-16 units. MCP asks for tool names of at most 128; a longer name than this is refused wherever a list is to be asked. */
export const NAME_LENGTH_MAX = 512;

const isCall = isA(resource, 'Tool');
const method = get(context, 'meta', 'method');
const hasMethod = has(context, 'meta', 'method');
const isShort = atMost(get(context, 'meta', 'name_length'), value(NAME_LENGTH_MAX));

type Kind = { what: Expr; allowed(pattern: string): Expr; denied(pattern: string): Expr };
const TOOL: Kind = { what: isCall, allowed: grantedName, denied: restrictedName };
const ofMethod = (pattern: string): Expr => like(method, pattern);
const METHOD: Kind = { what: hasMethod, allowed: ofMethod, denied: ofMethod };

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
  return [{ ...told, effect: 'forbid', when: [kind.what, isShort, any(...lists.deny.map(kind.denied))] }];
}

/** An allow list refuses what it does not name, and permits what it names: `permitted` is what it may speak of. */
function allowances(kind: Kind, lists: NameLists | undefined, message: string, permitted: Expr): Draft[] {
  if (!lists) return [];
  const named = lists.allow ? any(...lists.allow.map(kind.allowed)) : null;
  const told = { code: 'NO_PERMIT', message } as const;
  const long: Draft = { ...told, effect: 'forbid', when: [kind.what, not(isShort)] };
  if (!named) return [long];
  const denied = lists.deny?.length ? [not(any(...lists.deny.map(kind.denied)))] : [];
  return [
    { ...told, effect: 'forbid', when: [kind.what, ...denied], unless: [isShort, named] },
    { ...told, effect: 'permit', when: [permitted, isShort, named] },
  ];
}
