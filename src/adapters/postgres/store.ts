/** The `Database` port over either engine: nouns bound to a transaction that sees one tenant. */
import * as z from 'zod';
import { INPUT_RETENTION_MS } from '#app/decision-input.ts';
import type { Database, ReadTx, WriteTx } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { appendRecord, eraseInput, getRecord, listRecords, listVerdicts, oldestRecord } from './audit.ts';
import { changedTenants } from './changes.ts';
import { dropExpiredAnswers, getAnswer, lockAnswer, putAnswer } from './idempotency.ts';
import { cancelJob, countJobs, dropEndedJobs, getJob, insertJob, jobWork, listJobs } from './jobs.ts';
import { getServer, insertServer, listServers, removeServer, replaceServer, serverHeads, serverTypes } from './servers.ts';
import { getList, insertList, listHeads, listLists, removeList, replaceList, sizeOfLists } from './lists.ts';
import { countKeysInForce, findKeys, getKey, insertKey, listKeys, noteKeyUses, replaceKey, revokeKey } from './keys.ts';
import { appliedTo, type Migration, pendingOf } from './migrate.ts';
import { installedPacks, notePack } from './packs.ts';
import { allPolicies, getPolicy, insertPolicies, listPolicies, removePolicy, replacePolicy, weighPolicies } from './policies.ts';
import {
  activationAt,
  countPolicySets,
  getPolicySet,
  insertActivation,
  insertPolicySet,
  latestActivation,
  listPolicySets,
  namedPolicySet,
  setPolicySetState,
  watchingSets,
} from './policy-sets.ts';
import {
  getVersion,
  knownVersions,
  listVersions,
  notePolicyUses,
  statedVersions,
  testedVersions,
  usesOfPolicies,
  versionHeads,
  writtenVersions,
} from './policy-versions.ts';
import type { Session } from './runtime-role.ts';
import { getSuppression, insertSuppression, listSuppressions, removeSuppression, suppressionsInForce } from './suppressions.ts';
import { attemptSignup, holdSignup, takeSignup } from './signups.ts';
import { getLockedTenant, getTenant, insertTenant, updateTenant } from './tenants.ts';
import { chargesOf, parametersOf, recordedOf, recordStatement, REPLAY_VERDICTS } from './recording.ts';
import { keepAndDrop, withPartitions } from './partitions.ts';
import type { RecordStatement, TenantSql, Transact } from './transaction.ts';
import { getUsage } from './usage.ts';

export type Engine = {
  kind: Database['kind'];
  transact: Transact;
  record: RecordStatement;
  /** A session of the runtime role, outside of any transaction. */
  onSession<T>(use: (session: Session) => Promise<T>): Promise<T>;
  migrations: readonly Migration[];
  /** Transactions that wait for a session. */
  waiting(): number;
  /** How long the input of a decision is shown. */
  input_retention_ms?: number | undefined;
  close(): Promise<void>;
};

const emptiness = z.object({ empty: z.boolean() });
const wrapping = z.object({ wrapped: z.string().nullable() });

export function databaseOver({
  kind,
  transact,
  record,
  onSession,
  waiting,
  migrations,
  close,
  input_retention_ms = INPUT_RETENTION_MS,
}: Engine): Database {
  const inTenant = <T>(tenant: TenantId, mode: 'read' | 'write', work: (tx: TenantSql) => Promise<T>): Promise<T> =>
    transact({ tenant }, mode, (sql) => work({ sql, tenant }));
  return {
    kind,
    waiting,
    read: (tenant, work) => inTenant(tenant, 'read', (tx) => work(reading(tx, input_retention_ms) as ReadTx)),
    write: (grant, work) => {
      const ids: string[] = [];
      const run = () => inTenant(grant.tenant, 'write', (tx) => work(writing(tx, input_retention_ms, (id) => ids.push(id)) as WriteTx));
      return withPartitions(onSession, () => ids, run);
    },
    findKeys: (hashes) =>
      transact({ key_hashes: hashes.map((hash) => Buffer.from(hash).toString('hex')) }, 'read', (sql) => findKeys(sql, hashes)),
    noteKeyUses: (uses) => transact('nobody', 'write', (sql) => noteKeyUses(sql, uses)),
    notePolicyUses: (uses) => transact('nobody', 'write', (sql) => notePolicyUses(sql, uses)),
    signups: {
      hold: (pending, now) => transact('nobody', 'write', (sql) => holdSignup(sql, pending, now)),
      attempt: (mailbox, code, now, attempts_max) =>
        transact('nobody', 'write', (sql) => attemptSignup(sql, mailbox, code, now, attempts_max)),
      drop: async (mailbox, code) => void (await transact('nobody', 'write', (sql) => takeSignup(sql, mailbox, code))),
    },
    async recordVerdicts(groups) {
      const tenants = [...new Set(groups.map(({ tenant }) => tenant))];
      const parameters = parametersOf(groups);
      const ids = () => groups.flatMap(({ entries }) => entries.map(({ record: { id } }) => id));
      return chargesOf(
        await withPartitions(onSession, ids, () => record({ recording: tenants }, recordStatement(groups), parameters)),
        groups.length,
      );
    },
    changedTenants: (mark, most) => transact('nobody', 'read', (sql) => changedTenants(sql, mark, most)),
    dropExpiredAnswers: (now, limit) => transact('nobody', 'write', (sql) => dropExpiredAnswers(sql, now, limit)),
    async replayVerdicts({ tenant, month, entries }) {
      const parameters = parametersOf([{ tenant, month, quota: null, entries }]);
      const ids = () => entries.map((entry) => entry.record.id);
      return recordedOf(await withPartitions(onSession, ids, () => record({ tenant }, REPLAY_VERDICTS, parameters)));
    },
    jobs: jobWork(transact),
    upkeep: (moments) => onSession((session) => keepAndDrop(session, moments)),
    isEmpty: () => onSession(async (session) => emptiness.parse((await session.rows('select no_tenant_exists() as empty'))[0]).empty),
    anyWrappedKey: () =>
      onSession(async (session) => {
        const [row] = await session.rows(`select encode(any_wrapped_key(), 'base64') as wrapped`);
        const { wrapped } = wrapping.parse(row);
        return wrapped === null ? null : new Uint8Array(Buffer.from(wrapped, 'base64'));
      }),
    ready: (timeout_ms) =>
      within(timeout_ms, async () => {
        const pending = pendingOf(migrations, await onSession(appliedTo));
        if (pending.length > 0) throw new Error(`migrations are missing: ${pending.map(({ name }) => name).join(', ')}`);
      }),
    close,
  };
}

async function within(timeout_ms: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer within ${timeout_ms} ms`)), timeout_ms);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

const reading = (tx: TenantSql, input_retention_ms: number): Omit<ReadTx, symbol> => ({
  tenant: { get: () => getTenant(tx) },
  keys: { get: (id) => getKey(tx, id), list: (page) => listKeys(tx, page), countInForce: (now) => countKeysInForce(tx, now) },
  policies: {
    get: (id) => getPolicy(tx, id),
    list: (page) => listPolicies(tx, page),
    weigh: () => weighPolicies(tx),
    all: () => allPolicies(tx),
    versions: (id, page) => listVersions(tx, id, page),
    version: (id, version) => getVersion(tx, id, version),
    known: (wanted) => knownVersions(tx, wanted),
    heads: (source) => versionHeads(tx, source),
    stated: (wanted) => statedVersions(tx, wanted),
    written: (source) => writtenVersions(tx, source),
    tested: (source) => testedVersions(tx, source),
    uses: () => usesOfPolicies(tx),
  },
  policy_sets: {
    get: (id) => getPolicySet(tx, id),
    list: (page) => listPolicySets(tx, page),
    named: (name) => namedPolicySet(tx, name),
    count: () => countPolicySets(tx),
    watching: () => watchingSets(tx),
    activation: () => latestActivation(tx),
    activationAt: (serial) => activationAt(tx, serial),
  },
  jobs: { get: (id) => getJob(tx, id), list: (page) => listJobs(tx, page), count: (state) => countJobs(tx, state) },
  suppressions: {
    get: (id) => getSuppression(tx, id),
    list: (page) => listSuppressions(tx, page),
    inForce: (now) => suppressionsInForce(tx, now),
  },
  packs: { installed: () => installedPacks(tx) },
  lists: {
    get: (name) => getList(tx, name),
    list: (page) => listLists(tx, page),
    heads: (names) => listHeads(tx, names),
    size: () => sizeOfLists(tx),
  },
  servers: {
    get: (name) => getServer(tx, name),
    list: (page) => listServers(tx, page),
    heads: () => serverHeads(tx),
    types: (names) => serverTypes(tx, names),
  },
  audit: {
    get: (id) => getRecord(tx, id, input_retention_ms),
    list: (filter, page) => listRecords(tx, filter, page),
    verdicts: (filter, page) => listVerdicts(tx, filter, page, input_retention_ms),
    oldest: (period) => oldestRecord(tx, period),
  },
  usage: { get: (month) => getUsage(tx, month) },
  idempotency: { get: (digest) => getAnswer(tx, digest) },
});

function writing(tx: TenantSql, input_retention_ms: number, touch: (record_id: string) => void): Omit<WriteTx, symbol> {
  const { tenant, keys, policies, policy_sets, suppressions, jobs, packs, lists, servers, audit, usage, idempotency } = reading(
    tx,
    input_retention_ms,
  );
  return {
    tenant: {
      ...tenant,
      insert: (row) => insertTenant(tx, row),
      update: (patch) => updateTenant(tx, patch),
      getLocked: () => getLockedTenant(tx),
    },
    keys: {
      ...keys,
      insert: (row) => insertKey(tx, row),
      revoke: (id, at) => revokeKey(tx, id, at),
      replace: (id, by, end, now) => replaceKey(tx, id, by, end, now),
    },
    takeSignup: (mailbox, code) => takeSignup(tx.sql, mailbox, code),
    policies: {
      ...policies,
      insert: (...written) => insertPolicies(tx, written),
      replace: (row, compiled, expected_version) => replacePolicy(tx, row, compiled, expected_version),
      remove: (id, expected_version, at) => removePolicy(tx, id, expected_version, at),
    },
    policy_sets: {
      ...policy_sets,
      insert: (row) => insertPolicySet(tx, row),
      setState: (id, state, at) => setPolicySetState(tx, id, state, at),
      activated: (row) => insertActivation(tx, row),
    },
    suppressions: {
      ...suppressions,
      insert: (row) => insertSuppression(tx, row),
      remove: (id, at) => removeSuppression(tx, id, at),
    },
    packs: { ...packs, note: (install) => notePack(tx, install) },
    lists: {
      ...lists,
      insert: (row) => insertList(tx, row),
      replace: (row, expected) => replaceList(tx, row, expected),
      remove: (name, expected) => removeList(tx, name, expected),
    },
    servers: {
      ...servers,
      insert: (row) => insertServer(tx, row),
      replace: (row, expected) => replaceServer(tx, row, expected),
      remove: (name, expected) => removeServer(tx, name, expected),
    },
    jobs: {
      ...jobs,
      insert: (job) => insertJob(tx, job),
      cancel: (id, at) => cancelJob(tx, id, at),
      dropEnded: (kept) => dropEndedJobs(tx, kept),
    },
    audit: {
      ...audit,
      append: (record) => {
        touch(record.id);
        return appendRecord(tx, record);
      },
      eraseInput: (id) => eraseInput(tx, id),
    },
    usage,
    idempotency: { ...idempotency, lock: (digest) => lockAnswer(tx, digest), put: (answer) => putAnswer(tx, answer) },
  };
}
