/** Random Cedar requests over the same world. */
import fc from 'fast-check';
import { parseDatetime, parseDuration } from '#core/policy/cedar/datetime.ts';
import { parseDecimal } from '#core/policy/cedar/decimal.ts';
import type { CedarEntity, CedarRequest } from '#core/policy/cedar/environment.ts';
import { parseIp } from '#core/policy/cedar/ip.ts';
import { entity, record, type CedarValue, type EntityValue } from '#core/policy/cedar/value.ts';
import {
  actionUid,
  datetimeText,
  decimalText,
  durationText,
  IDS,
  integer,
  ipText,
  KINDS,
  name,
  NAMES,
  text,
  TYPES,
  uid,
  type Kind,
} from './names.ts';

const scalar = <T extends CedarValue>(spelling: fc.Arbitrary<string>, parse: (given: string) => T | null): fc.Arbitrary<CedarValue> =>
  spelling.map(parse).filter((value) => value !== null);
const VALUES: Record<Exclude<Kind, 'set' | 'record'>, fc.Arbitrary<CedarValue>> = {
  bool: fc.boolean(),
  long: integer,
  string: text,
  entity: fc.oneof(uid, actionUid).map(({ type, id }) => entity(type, id)),
  ip: scalar(ipText, parseIp),
  decimal: scalar(decimalText, parseDecimal),
  datetime: scalar(datetimeText, parseDatetime),
  duration: scalar(durationText, parseDuration),
};
const simple = fc.oneof(...Object.values(VALUES));
const membersUpTo = (value: (kind: Kind) => fc.Arbitrary<CedarValue>): fc.Arbitrary<{ [name: string]: CedarValue }> =>
  fc
    .array(
      fc
        .tuple(fc.constantFrom(...KINDS), fc.nat({ max: 1 }), fc.nat({ max: 15 }))
        .chain(([kind, which, odd]) =>
          (odd === 0 ? simple : value(kind)).map((given) => [NAMES[kind][which % NAMES[kind].length]!, given] as const),
        ),
      { maxLength: 12 },
    )
    .map((entries) => record(Object.fromEntries(entries)).of);
const shallow = (kind: Kind): fc.Arbitrary<CedarValue> => {
  if (kind === 'set')
    return fc.oneof(
      fc.array(VALUES.string, { maxLength: 4 }),
      fc.array(VALUES.entity, { maxLength: 3 }),
      fc.array(simple, { maxLength: 3 }),
    );
  if (kind === 'record') return fc.dictionary(name, simple, { maxKeys: 3 }).map((of) => record(of));
  return VALUES[kind];
};
const value = (kind: Kind): fc.Arbitrary<CedarValue> => (kind === 'record' ? membersUpTo(shallow).map((of) => record(of)) : shallow(kind));

/** Parents stand later in this list, so that there is no cycle. */
const WORLD: EntityValue[] = [
  ...['read', 'write', 'all'].map((id) => entity('Action', id)),
  ...TYPES.flatMap((type) => IDS.map((id) => entity(type, id))),
];
const isAction = ({ type }: EntityValue): boolean => type === 'Action';

const entityAt = (at: number): fc.Arbitrary<CedarEntity> => {
  const self = WORLD[at]!;
  const above = WORLD.slice(at + 1).filter((other) => isAction(other) === isAction(self));
  return fc.record({
    uid: fc.constant(self),
    attrs: membersUpTo(value),
    parents: above.length ? fc.uniqueArray(fc.constantFrom(...above), { maxLength: 3, selector: ({ key }) => key }) : fc.constant([]),
    tags: isAction(self) ? fc.constant({}) : membersUpTo(shallow),
  });
};

export const requests: fc.Arbitrary<CedarRequest> = fc
  .record({
    principal: fc.constantFrom(...WORLD.filter((e) => !isAction(e))),
    action: fc.constantFrom(...WORLD.filter(isAction)),
    resource: fc.constantFrom(...WORLD.filter((e) => !isAction(e))),
    context: membersUpTo(value),
    entities: fc.uniqueArray(fc.nat({ max: WORLD.length - 1 }), { maxLength: 9 }).chain((at) => fc.tuple(...at.map(entityAt))),
    /** Most of the time those that the request names are there. */
    named: fc.tuple(...[0, 1, 2].map(() => fc.nat({ max: 9 }))),
  })
  .chain(({ principal, action, resource, context, entities, named }) => {
    const wanted = [principal, action, resource]
      .filter((_, i) => named[i] !== 0)
      .filter(({ key }) => !entities.some((e) => e.uid.key === key));
    const unique = [...new Map(wanted.map((e) => [e.key, e])).values()];
    return fc.tuple(...unique.map((e) => entityAt(WORLD.findIndex(({ key }) => key === e.key)))).map((more) => ({
      principal,
      action,
      resource,
      context: record(context),
      entities: Object.fromEntries([...entities, ...more].map((e) => [e.uid.key, e])),
    }));
  });
