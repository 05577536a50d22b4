/** Cedar's schema of the namespace `Mcp`, in its JSON form: what strict validation holds policies against (docs: `policy.md` 3). */
import { CATEGORIES } from '../../finding.ts';
import { TRUST_PARTS } from '../facts.ts';
import { ACTION_GROUP, METHOD_NAMES, SUBJECTS, TOOL_CALL, UNKNOWN_ACTION, zoneAttribute } from './names.ts';

export type TypeJson =
  | { type: 'Record'; attributes: { [name: string]: TypeJson & { required?: boolean } } }
  | { type: 'Set'; element: TypeJson }
  | { type: 'Entity' | 'EntityOrCommon' | 'Extension'; name: string }
  | { type: string };
export type EntityTypeJson = { memberOfTypes?: string[]; shape?: TypeJson; tags?: TypeJson } | { enum: string[] };
export type ActionJson = {
  memberOf?: { id: string }[];
  appliesTo?: { principalTypes: string[]; resourceTypes: string[]; context: TypeJson };
};
export type SchemaJson = {
  Mcp: {
    commonTypes: { [name: string]: TypeJson };
    entityTypes: { [name: string]: EntityTypeJson };
    actions: { [name: string]: ActionJson };
  };
};

/** What a set of policies may speak of besides what is always there: only what is computed for it. */
export type Extent = {
  /** IANA names. */
  clocks: readonly string[];
  /** Ids, as in `PolicyFacts`. */
  counters: readonly string[];
  history: readonly string[];
  checks: readonly string[];
  /** Actions `server___tool` that no manifest describes: their `context.input` is not known. */
  tool_actions: readonly string[];
};
export const NO_EXTENT: Extent = { clocks: [], counters: [], history: [], checks: [], tool_actions: [] };

const STRING: TypeJson = { type: 'String' };
const LONG: TypeJson = { type: 'Long' };
const BOOL: TypeJson = { type: 'Boolean' };
const STRINGS: TypeJson = { type: 'Set', element: STRING };
const extension = (name: string): TypeJson => ({ type: 'Extension', name });
const entityOf = (name: string): TypeJson => ({ type: 'Entity', name });
/** Names that end in `?` are optional. */
const fields = (members: { [name: string]: TypeJson }): TypeJson => ({
  type: 'Record',
  attributes: Object.fromEntries(
    Object.entries(members).map(([name, type]) =>
      name.endsWith('?') ? [name.slice(0, -1), { ...type, required: false }] : [name, { ...type, required: true }],
    ),
  ),
});
const named = (names: readonly string[], type: TypeJson, mark = ''): TypeJson =>
  fields(Object.fromEntries(names.map((name) => [name + mark, type])));

const CLOCK = fields({ hour: LONG, minuteOfDay: LONG, weekday: LONG });
const PARTY = { memberOfTypes: ['Role', 'Group'], tags: STRING };
/** Who can act. */
export const PRINCIPALS = ['User', 'Agent', 'Session', 'Anonymous'];

export const ENTITY_TYPES: { [name: string]: EntityTypeJson } = {
  Role: {},
  Group: {},
  User: PARTY,
  Agent: PARTY,
  Session: PARTY,
  Anonymous: PARTY,
  Server: {},
  ToolGroup: {},
  ToolName: {},
  Tool: {
    memberOfTypes: ['Server', 'ToolGroup', 'ToolName', 'Tool'],
    shape: fields({
      name: STRING,
      bare: STRING,
      plain: STRING,
      plainBare: STRING,
      'readOnlyHint?': BOOL,
      'destructiveHint?': BOOL,
      'idempotentHint?': BOOL,
      'openWorldHint?': BOOL,
    }),
  },
  Resource: { memberOfTypes: ['Server'], shape: fields({ uri: STRING, plain: STRING, scheme: STRING, 'host?': STRING, 'port?': LONG }) },
  Prompt: { memberOfTypes: ['Server', 'Prompt'], shape: fields({ name: STRING, bare: STRING, plain: STRING, plainBare: STRING }) },
  Task: { memberOfTypes: ['Server'] },
  Args: { tags: STRING },
  Nums: { tags: LONG },
  Decimals: { tags: extension('decimal') },
};

/** Attributes that are required here are always in `contextOf`, or their absence is an error that denies. */
export const contextMembers = ({ clocks, counters, history, checks }: Extent): { [name: string]: TypeJson } => ({
  now: extension('datetime'),
  clock: named(clocks.map(zoneAttribute), CLOCK),
  net: fields({ 'ip?': extension('ipaddr'), 'country?': STRING, 'asn?': LONG, lists: STRINGS, checked: STRINGS }),
  caller: fields({ 'user?': STRING, 'agent?': STRING, 'session?': STRING }),
  'agent?': entityOf('Agent'),
  'trust?': fields({
    score: LONG,
    confidence: LONG,
    ...Object.fromEntries(TRUST_PARTS.map((part) => [`${part}?`, LONG])),
    'signals?': STRINGS,
  }),
  findings: named(CATEGORIES, LONG),
  'labels?': STRINGS,
  'approval?': fields({ id: STRING, method: STRING, ageSec: LONG }),
  'session?': fields({ id: STRING, 'calls?': LONG, 'ageSec?': LONG, 'depth?': LONG }),
  counters: named(counters, BOOL, '?'),
  history: named(history, BOOL, '?'),
  checks: named(checks, BOOL, '?'),
  auth: fields({ assurance: STRING, 'issuer?': STRING, 'acr?': STRING, amr: STRINGS, 'ageSec?': LONG, scopes: STRINGS }),
  direction: STRING,
  meta: fields({ 'method?': STRING, 'server?': STRING, 'client?': STRING, 'protocol?': STRING, name_length: LONG }),
  args: entityOf('Args'),
  nums: entityOf('Nums'),
  decimals: entityOf('Decimals'),
  args_whole: BOOL,
});

export const toolAction = (extent: Extent, input?: TypeJson): ActionJson => ({
  memberOf: [{ id: TOOL_CALL }],
  appliesTo: {
    principalTypes: PRINCIPALS,
    resourceTypes: ['Tool'],
    context: fields({ ...contextMembers(extent), ...(input && { input }) }),
  },
});

export function schemaOf(extent: Extent = NO_EXTENT): SchemaJson {
  const context: TypeJson = { type: 'EntityOrCommon', name: 'Context' };
  const ofMethod = (method: string): ActionJson => ({
    memberOf: [{ id: ACTION_GROUP }],
    appliesTo: { principalTypes: PRINCIPALS, resourceTypes: [...(SUBJECTS.get(method) ?? ['Server'])], context },
  });
  const { appliesTo } = ofMethod(UNKNOWN_ACTION);
  return {
    Mcp: {
      commonTypes: { Context: fields(contextMembers(extent)) },
      entityTypes: ENTITY_TYPES,
      actions: {
        [ACTION_GROUP]: {},
        [UNKNOWN_ACTION]: { appliesTo: appliesTo! },
        ...Object.fromEntries(METHOD_NAMES.map((method) => [method, ofMethod(method)])),
        ...Object.fromEntries(extent.tool_actions.map((action) => [action, toolAction(extent)])),
      },
    },
  };
}
