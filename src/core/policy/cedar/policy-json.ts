/** Cedar's JSON policy format, as far as static policies go (docs.cedarpolicy.com, "JSON policy format"; Cedar 4.13). */
export type EntityUid = { type: string; id: string };

export type CedarValueJson =
  | { __entity: EntityUid }
  | { __extn: { fn: string; arg: CedarValueJson } }
  | boolean
  | number
  | string
  | CedarValueJson[]
  | { [key: string]: CedarValueJson };

type Binary =
  | '=='
  | '!='
  | 'in'
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||'
  | '+'
  | '-'
  | '*'
  | 'contains'
  | 'containsAll'
  | 'containsAny'
  | 'getTag'
  | 'hasTag';
export type PatternPart = 'Wildcard' | { Literal: string };

/** One key each. Calls of extension functions and methods are `{ [name]: arguments }`. */
export type Expr =
  | { Value: CedarValueJson }
  | { Var: 'principal' | 'action' | 'resource' | 'context' }
  | { '!': { arg: Expr } }
  | { neg: { arg: Expr } }
  | { isEmpty: { arg: Expr } }
  | { [K in Binary]: { [P in K]: { left: Expr; right: Expr } } }[Binary]
  | { '.': { left: Expr; attr: string } }
  | { has: { left: Expr; attr: string | [string, ...string[]] } }
  | { like: { left: Expr; pattern: PatternPart[] } }
  | { is: { left: Expr; entity_type: string; in?: Expr } }
  | { 'if-then-else': { if: Expr; then: Expr; else: Expr } }
  | { Set: Expr[] }
  | { Record: { [key: string]: Expr } }
  | ExtensionCall;
export type ExtensionCall = { [name in ExtensionFunction]?: Expr[] };
export type ExtensionFunction =
  | 'ip'
  | 'isIpv4'
  | 'isIpv6'
  | 'isLoopback'
  | 'isMulticast'
  | 'isInRange'
  | 'decimal'
  | 'lessThan'
  | 'lessThanOrEqual'
  | 'greaterThan'
  | 'greaterThanOrEqual'
  | 'datetime'
  | 'duration'
  | 'offset'
  | 'durationSince'
  | 'toDate'
  | 'toTime'
  | 'toMilliseconds'
  | 'toSeconds'
  | 'toMinutes'
  | 'toHours'
  | 'toDays';

type Uid = EntityUid | { __entity: EntityUid };
export type PrincipalOrResource =
  | { op: 'All' }
  | { op: '=='; entity: Uid }
  | { op: 'in'; entity: Uid }
  | { op: 'is'; entity_type: string; in?: { entity: Uid } };
export type ActionScope = { op: 'All' } | { op: '=='; entity: Uid } | { op: 'in'; entity: Uid } | { op: 'in'; entities: Uid[] };

export type PolicyJson = {
  effect: 'permit' | 'forbid';
  principal: PrincipalOrResource;
  action: ActionScope;
  resource: PrincipalOrResource;
  conditions: { kind: 'when' | 'unless'; body: Expr }[];
  annotations?: { [name: string]: string };
};
