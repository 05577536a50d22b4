// Made by `npm run clients` from openapi/openapi.json.
import { Calls, type CallOptions, type ConditionalOptions } from '../calls.ts';
import type { Pages } from '../pages.ts';
import type * as types from './types.ts';

export class Operations extends Calls {
  /**
   * Make a tenant on the free plan, with its first key.
   *
   * The key is shown once. Only where the operator has opened it. Where addresses are verified, the answer is 202, whether the address has a tenant or not: a code is mailed, and `POST /signup/verify` makes the tenant.
   */
  signUp(body: types.SignUpData['body'], options?: CallOptions): Promise<types.SignUpResponses[201] | undefined> {
    return this.call({ method: 'POST', path: '/signup', empty: true, unrepeatable: true }, { body }, options);
  }

  /**
   * Make the tenant whose code was mailed.
   *
   * With the address as in `POST /signup` and the code out of the mail: good for 15 minutes, five attempts, one tenant.
   */
  verifySignUp(body: types.VerifySignUpData['body'], options?: CallOptions): Promise<types.VerifySignUpResponses[201]> {
    return this.call({ method: 'POST', path: '/signup/verify', unrepeatable: true }, { body }, options);
  }

  /**
   * The tenant of the calling key, with its settings.
   *
   * Settings have no versions: their `ETag` is the digest of what is shown, and changes with any of it.
   */
  getTenant(options?: CallOptions): Promise<types.GetTenantResponses[200]> {
    return this.call({ method: 'GET', path: '/tenant' }, {}, options);
  }

  /**
   * Change settings; what is left out stays.
   *
   * Since only what is named changes, `If-Match` may be left out; given, it is heeded.
   */
  changeTenant(body: types.ChangeTenantData['body'], options?: CallOptions): Promise<types.ChangeTenantResponses[200]> {
    return this.call({ method: 'PATCH', path: '/tenant' }, { body }, options);
  }

  /**
   * Verdicts of this month against the plan's limit.
   *
   * Every verdict counts one, in a batch and in a stream too; calls that fail and policies that are evaluated or replayed count nothing.
   */
  getUsage(options?: CallOptions): Promise<types.GetUsageResponses[200]> {
    return this.call({ method: 'GET', path: '/usage' }, {}, options);
  }

  /**
   * Keys of the tenant, newest first.
   *
   * Revoked and expired keys too. Of a key only its first characters are kept.
   */
  listKeys(
    query: Omit<NonNullable<types.ListKeysData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListKeysResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/keys' }, { query }, options);
  }

  /**
   * Make a key.
   *
   * The key is shown once. It can do no more, live no longer and be used from nowhere else than the key that makes it.
   */
  createKey(body: types.CreateKeyData['body'], options?: CallOptions): Promise<types.CreateKeyResponses[201]> {
    return this.call({ method: 'POST', path: '/keys' }, { body }, options);
  }

  /**
   * One key, without the key itself.
   *
   * Its scopes, its networks, its end, when it was last used, and what it was rotated from or replaced by.
   */
  getKey(id: types.GetKeyData['path']['id'], options?: CallOptions): Promise<types.GetKeyResponses[200]> {
    return this.call({ method: 'GET', path: '/keys/{id}' }, { path: { id } }, options);
  }

  /**
   * Revoke a key.
   *
   * It is refused at once here, and within two seconds by every other process of this service.
   */
  revokeKey(id: types.RevokeKeyData['path']['id'], options?: CallOptions): Promise<types.RevokeKeyResponses[204]> {
    return this.call({ method: 'DELETE', path: '/keys/{id}', empty: true }, { path: { id } }, options);
  }

  /**
   * Put a new key in the place of a key.
   *
   * The new one has the same name, scopes, networks and end, and is shown once. The old one goes on for the overlap, and no longer than it would have; without overlap it is revoked. No key rotates one that may do more than itself.
   */
  rotateKey(
    id: types.RotateKeyData['path']['id'],
    body: types.RotateKeyData['body'],
    options?: CallOptions,
  ): Promise<types.RotateKeyResponses[201]> {
    return this.call({ method: 'POST', path: '/keys/{id}/rotate' }, { path: { id }, body }, options);
  }

  /**
   * Policies of the tenant, newest first.
   *
   * Each as it is now, with its document, tests and warnings; deleted ones are left out.
   */
  listPolicies(
    query: Omit<NonNullable<types.ListPoliciesData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListPoliciesResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/policies' }, { query }, options);
  }

  /**
   * Make a policy.
   *
   * Its document is compiled and its tests are run; what fails is refused as a whole. With `mode` `enforce`, and unless a policy set is active, it is in force as soon as it is answered, and within two seconds in every other process of this service.
   */
  createPolicy(body: types.CreatePolicyData['body'], options?: CallOptions): Promise<types.CreatePolicyResponses[201]> {
    return this.call({ method: 'POST', path: '/policies' }, { body }, options);
  }

  /**
   * Look for faults in policies without storing them.
   *
   * All faults at once, each with its place and, where a name is misspelt, the one that was perhaps meant; warnings; the Cedar policies that each document comes to; the facts that it needs; and what its tests come to.
   */
  validatePolicies(body: types.ValidatePoliciesData['body'], options?: CallOptions): Promise<types.ValidatePoliciesResponses[200]> {
    return this.call({ method: 'POST', path: '/policies/validate' }, { body }, options);
  }

  /**
   * All policies as a file.
   *
   * Documents, modes and tests in order of name, without ids and times: the same policies are the same text, and `POST /policies/import` takes it as it is. Named lists that they speak of are in it with their entries, as far as they are small enough.
   */
  exportPolicies(options?: CallOptions): Promise<types.ExportPoliciesResponses[200]> {
    return this.call({ method: 'GET', path: '/policies/export' }, {}, options);
  }

  /**
   * Take policies from a file.
   *
   * By name: a policy of the tenant that has the name gets a new version, unless it would be the same; the others are made. All or none, with every fault of every policy told at once. Lists among `named_lists` become what they are there, in the same way and together with the policies. What the file does not name stays as it is. `dry_run=true` says what would be done, and does nothing; the scope `policies:read` is enough for it. A body may have 22020096 bytes, so that every export fits, and each policy 1 MiB; of bodies above 1 MiB one of each tenant is worked at at a time, and few in all: the others get 503 with `Retry-After`.
   */
  importPolicies(
    body: types.ImportPoliciesData['body'],
    query: NonNullable<types.ImportPoliciesData['query']> = {},
    options?: CallOptions,
  ): Promise<types.ImportPoliciesResponses[200]> {
    return this.call({ method: 'POST', path: '/policies/import' }, { query, body }, options);
  }

  /**
   * Who may call what.
   *
   * By the policies in force: what they permit and to whom, what they restrict, which permits nobody uses, and which permit more than one would want.
   */
  getAccessReport(options?: CallOptions): Promise<types.GetAccessReportResponses[200]> {
    return this.call({ method: 'GET', path: '/policies/access-report' }, {}, options);
  }

  /**
   * One policy.
   *
   * As it is now. Its `ETag` is that of its version, for `If-Match` of a change.
   */
  getPolicy(id: types.GetPolicyData['path']['id'], options?: CallOptions): Promise<types.GetPolicyResponses[200]> {
    return this.call({ method: 'GET', path: '/policies/{id}' }, { path: { id } }, options);
  }

  /**
   * Replace a policy by a new version.
   *
   * As when it was made: its document is compiled and its tests are run, and what fails is refused as a whole. Versions before it stay. In force within two seconds in every process, unless a policy set is active.
   */
  replacePolicy(
    id: types.ReplacePolicyData['path']['id'],
    body: types.ReplacePolicyData['body'],
    options: ConditionalOptions,
  ): Promise<types.ReplacePolicyResponses[200]> {
    return this.call({ method: 'PUT', path: '/policies/{id}' }, { path: { id }, body }, options);
  }

  /**
   * Delete a policy.
   *
   * Its versions stay, for the audit trail names them, and policy sets keep them in force.
   */
  deletePolicy(id: types.DeletePolicyData['path']['id'], options: ConditionalOptions): Promise<types.DeletePolicyResponses[204]> {
    return this.call({ method: 'DELETE', path: '/policies/{id}', empty: true }, { path: { id } }, options);
  }

  /**
   * The catalogue of policy packs.
   *
   * All of them on one page, in order of name. Each is signed, and was verified and tested when the service began; one that did not pass says why in `refused`, and does not install. A pack is taken out by deleting its policies (`DELETE /policies/{id}`); when none is left, `installed` is null.
   */
  listPacks(options?: CallOptions): Promise<types.ListPacksResponses[200]> {
    return this.call({ method: 'GET', path: '/packs' }, {}, options);
  }

  /**
   * Install a policy pack.
   *
   * The pack is verified and tested again; then its policies stand among those of the tenant, named `pack:<pack>/<policy>`, in shadow: they decide nothing until they are set in force. Doing it again changes nothing; another version, strength or parameter replaces policies that are in shadow. What is in force is never changed or removed. To take the pack out again, delete these policies.
   */
  installPack(
    name: types.InstallPackData['path']['name'],
    body: types.InstallPackData['body'],
    options?: CallOptions,
  ): Promise<types.InstallPackResponses[201]> {
    return this.call({ method: 'POST', path: '/packs/{name}/install' }, { path: { name }, body }, options);
  }

  /**
   * Find out what other policies would have decided.
   *
   * A job decides recorded verdicts again, from their recorded inputs and facts, and tells which would change. Content is not judged again. Nothing is changed, and the report is evidence, no leave to activate anything.
   */
  replayPolicies(body: types.ReplayPoliciesData['body'], options?: CallOptions): Promise<types.ReplayPoliciesResponses[202]> {
    return this.call({ method: 'POST', path: '/policies/replay' }, { body }, options);
  }

  /**
   * Jobs of the tenant, newest first, without their results.
   *
   * Those that wait and run, and those that have ended while they are kept.
   */
  listJobs(
    query: Omit<NonNullable<types.ListJobsData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListJobsResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/jobs' }, { query }, options);
  }

  /**
   * One job: how far it has come, and its result when it is done.
   *
   * `progress` while it runs, `result` when it is `done`, `error` when it has `failed`. Ask again every second or so.
   */
  getJob(id: types.GetJobData['path']['id'], options?: CallOptions): Promise<types.GetJobResponses[200]> {
    return this.call({ method: 'GET', path: '/jobs/{id}' }, { path: { id } }, options);
  }

  /**
   * Cancel a job that waits or runs.
   *
   * Whoever works on it stops within a second. The job stays, as `cancelled`.
   */
  cancelJob(id: types.CancelJobData['path']['id'], options?: CallOptions): Promise<types.CancelJobResponses[204]> {
    return this.call({ method: 'DELETE', path: '/jobs/{id}', empty: true }, { path: { id } }, options);
  }

  /**
   * Versions of a policy, newest first.
   *
   * Of a deleted policy too. 20 a page, at most 100.
   */
  listPolicyVersions(
    id: types.ListPolicyVersionsData['path']['id'],
    query: Omit<NonNullable<types.ListPolicyVersionsData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListPolicyVersionsResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/policies/{id}/versions' }, { path: { id }, query }, options);
  }

  /**
   * One version of a policy.
   *
   * As it was written; versions never change.
   */
  getPolicyVersion(
    id: types.GetPolicyVersionData['path']['id'],
    n: types.GetPolicyVersionData['path']['n'],
    options?: CallOptions,
  ): Promise<types.GetPolicyVersionResponses[200]> {
    return this.call({ method: 'GET', path: '/policies/{id}/versions/{n}' }, { path: { id, n } }, options);
  }

  /**
   * Run the tests of a policy.
   *
   * Those that are stored with it, or those in the body in their place. Nothing is stored.
   */
  testPolicy(
    id: types.TestPolicyData['path']['id'],
    body: types.TestPolicyData['body'],
    options?: CallOptions,
  ): Promise<types.TestPolicyResponses[200]> {
    return this.call({ method: 'POST', path: '/policies/{id}/test' }, { path: { id }, body }, options);
  }

  /**
   * What policies would say of a call.
   *
   * Those in the body, or without any those in force. Nothing is stored, counted or recorded: the verdict is in no audit trail. Facts that the call does not bring, such as trust, a country or what happened before, are taken from `facts`.
   */
  evaluatePolicies(body: types.EvaluatePoliciesData['body'], options?: CallOptions): Promise<types.EvaluatePoliciesResponses[200]> {
    return this.call({ method: 'POST', path: '/policies/evaluate' }, { body }, options);
  }

  /**
   * Policy sets, newest first.
   *
   * Without the policies of each.
   */
  listPolicySets(
    query: Omit<NonNullable<types.ListPolicySetsData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListPolicySetsResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/policy-sets' }, { query }, options);
  }

  /**
   * Make a policy set.
   *
   * A draft of versions of policies that are to come into force together. It never changes; its digest names it. While no set is active, every policy of mode `enforce` is in force as soon as it is written; while one is, exactly its versions are.
   */
  createPolicySet(body: types.CreatePolicySetData['body'], options?: CallOptions): Promise<types.CreatePolicySetResponses[201]> {
    return this.call({ method: 'POST', path: '/policy-sets' }, { body }, options);
  }

  /**
   * One policy set.
   *
   * A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  getPolicySet(id: types.GetPolicySetData['path']['id'], options?: CallOptions): Promise<types.GetPolicySetResponses[200]> {
    return this.call({ method: 'GET', path: '/policy-sets/{id}' }, { path: { id } }, options);
  }

  /**
   * Try a set beside what is in force.
   *
   * What it would decide is shown and decides nothing. A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  shadowPolicySet(id: types.ShadowPolicySetData['path']['id'], options: ConditionalOptions): Promise<types.ShadowPolicySetResponses[200]> {
    return this.call({ method: 'POST', path: '/policy-sets/{id}/shadow' }, { path: { id } }, options);
  }

  /**
   * Bring a set into force.
   *
   * The tests of its policies are run against the whole set first, under the tenant’s settings: one that fails refuses it. The set that was active is archived. In force as soon as it is answered, and within two seconds in every other process. A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  activatePolicySet(
    id: types.ActivatePolicySetData['path']['id'],
    options: ConditionalOptions,
  ): Promise<types.ActivatePolicySetResponses[200]> {
    return this.call({ method: 'POST', path: '/policy-sets/{id}/activate' }, { path: { id } }, options);
  }

  /**
   * Put a set away.
   *
   * Of the active set: every policy of mode `enforce` is in force by itself again. A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  archivePolicySet(
    id: types.ArchivePolicySetData['path']['id'],
    options: ConditionalOptions,
  ): Promise<types.ArchivePolicySetResponses[200]> {
    return this.call({ method: 'POST', path: '/policy-sets/{id}/archive' }, { path: { id } }, options);
  }

  /**
   * Go back to the set that was active before.
   *
   * `If-Match` names the active set. Tests are not run: the set had passed them when it came into force. Once more leads further back. A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  rollBackPolicySets(options: ConditionalOptions): Promise<types.RollBackPolicySetsResponses[200]> {
    return this.call({ method: 'POST', path: '/policy-sets/rollback' }, {}, options);
  }

  /**
   * Named lists of the tenant, newest first, without their entries.
   *
   * With the number of their entries and their digest.
   */
  listLists(
    query: Omit<NonNullable<types.ListListsData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListListsResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/lists' }, { query }, options);
  }

  /**
   * One list, with its entries.
   *
   * All of them, in one answer. Its `ETag` is the digest of kind and entries.
   */
  getList(name: types.GetListData['path']['name'], options?: CallOptions): Promise<types.GetListResponses[200]> {
    return this.call({ method: 'GET', path: '/lists/{name}' }, { path: { name } }, options);
  }

  /**
   * Make a list, or replace it.
   *
   * Policies name it in `ip_lists`, `inList` and `notInList`, and follow it within two seconds in every process. Without `If-Match` it is made; one that is there is replaced only with it. What does not fit into one body follows by `PATCH`. The lists of a tenant may have 100000 entries of 4194304 characters, all together.
   */
  putList(
    name: types.PutListData['path']['name'],
    body: types.PutListData['body'],
    options?: CallOptions,
  ): Promise<types.PutListResponses[200]> {
    return this.call({ method: 'PUT', path: '/lists/{name}' }, { path: { name }, body }, options);
  }

  /**
   * Add entries to a list and remove others.
   *
   * What is in both is removed. The lists of a tenant may have 100000 entries of 4194304 characters, all together.
   */
  changeList(
    name: types.ChangeListData['path']['name'],
    body: types.ChangeListData['body'],
    options?: CallOptions,
  ): Promise<types.ChangeListResponses[200]> {
    return this.call({ method: 'PATCH', path: '/lists/{name}' }, { path: { name }, body }, options);
  }

  /**
   * Delete a list.
   *
   * Not while an enabled policy names it.
   */
  deleteList(name: types.DeleteListData['path']['name'], options: ConditionalOptions): Promise<types.DeleteListResponses[204]> {
    return this.call({ method: 'DELETE', path: '/lists/{name}', empty: true }, { path: { name } }, options);
  }

  /**
   * Registered servers, newest first, without their tools.
   *
   * With the number of their tools and the digest of the definitions.
   */
  listServers(
    query: Omit<NonNullable<types.ListServersData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListServersResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/servers' }, { query }, options);
  }

  /**
   * Forget a server and its tools.
   *
   * A policy in force or in shadow that looks at `context.input` of its tools must still find there what it was validated against: else 409, with every such policy, unless `force=true`. Then calls of those tools are refused until the policy is written again.
   */
  deleteServer(
    name: types.DeleteServerData['path']['name'],
    query: NonNullable<types.DeleteServerData['query']> = {},
    options: ConditionalOptions,
  ): Promise<types.DeleteServerResponses[204]> {
    return this.call({ method: 'DELETE', path: '/servers/{name}', empty: true }, { path: { name }, query }, options);
  }

  /**
   * The tools of a server as they were registered.
   *
   * With what was found in their definitions, and the policies that no longer fit them. Its `ETag` is the digest of the definitions.
   */
  getManifest(name: types.GetManifestData['path']['name'], options?: CallOptions): Promise<types.GetManifestResponses[200]> {
    return this.call({ method: 'GET', path: '/servers/{name}/manifest' }, { path: { name } }, options);
  }

  /**
   * Register the tools of a server, or replace them.
   *
   * `tools` is that of the server's answer to `tools/list`, whole. Policies in Cedar may then name `Action::"<server>___<tool>"` and its typed `context.input`; a tool of it that there is not is refused when a policy is written. The definitions are judged as an answer of the server would be: what is found is told in `findings`, and refuses nothing. A policy in force or in shadow that looks at `context.input` of its tools must still find there what it was validated against: else 409, with every such policy, unless `force=true`. Then calls of those tools are refused until the policy is written again. Without `If-Match` it is made; one that is there is replaced only with it. At most 500 tools in 524288 bytes; a tenant may have 200 servers with 5000 tools in 16777216 bytes.
   */
  putManifest(
    name: types.PutManifestData['path']['name'],
    body: types.PutManifestData['body'],
    query: NonNullable<types.PutManifestData['query']> = {},
    options?: CallOptions,
  ): Promise<types.PutManifestResponses[200]> {
    return this.call({ method: 'PUT', path: '/servers/{name}/manifest' }, { path: { name }, query, body }, options);
  }

  /**
   * Suppressions of the tenant, newest first, expired ones too.
   *
   * What has expired hides nothing any more and stays to be seen.
   */
  listSuppressions(
    query: Omit<NonNullable<types.ListSuppressionsData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListSuppressionsResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/suppressions' }, { query }, options);
  }

  /**
   * Call a finding a false alarm, in one place and until a day.
   *
   * Findings of the rule in that place are then shown as `suppressed` and decide nothing. One that would also hide the test cases of its rule in other places is refused. In force within two seconds in every process.
   */
  createSuppression(body: types.CreateSuppressionData['body'], options?: CallOptions): Promise<types.CreateSuppressionResponses[201]> {
    return this.call({ method: 'POST', path: '/suppressions' }, { body }, options);
  }

  /**
   * One suppression.
   *
   * Where it holds, until when, and why it was made.
   */
  getSuppression(id: types.GetSuppressionData['path']['id'], options?: CallOptions): Promise<types.GetSuppressionResponses[200]> {
    return this.call({ method: 'GET', path: '/suppressions/{id}' }, { path: { id } }, options);
  }

  /**
   * End a suppression.
   *
   * Findings that it had hidden decide again, within two seconds in every process.
   */
  deleteSuppression(id: types.DeleteSuppressionData['path']['id'], options?: CallOptions): Promise<types.DeleteSuppressionResponses[204]> {
    return this.call({ method: 'DELETE', path: '/suppressions/{id}', empty: true }, { path: { id } }, options);
  }

  /**
   * The audit trail, newest first.
   *
   * Verdicts and what was changed by whom. Filters are joined by “and”; those of a verdict leave changes out.
   */
  listAudit(
    query: Omit<NonNullable<types.ListAuditData['query']>, 'cursor'> = {},
    options?: CallOptions,
  ): Pages<types.ListAuditResponses[200]['data'][number]> {
    return this.list({ method: 'GET', path: '/audit' }, { query }, options);
  }

  /**
   * One record, with the redacted input of its decision while that is kept.
   *
   * A verdict as it was recorded, with the digests of the message, of the policies and of the rules that made it.
   */
  getAudit(id: types.GetAuditData['path']['id'], options?: CallOptions): Promise<types.GetAuditResponses[200]> {
    return this.call({ method: 'GET', path: '/audit/{id}' }, { path: { id } }, options);
  }

  /**
   * What the engine finds, and what it takes for an attack that is none.
   *
   * Measured by `npm run quality` on a labelled corpus of public sources, when the engine was built.
   */
  getQuality(options?: CallOptions): Promise<types.GetQualityResponses[200]> {
    return this.call({ method: 'GET', path: '/quality' }, {}, options);
  }

  /**
   * The process turns.
   *
   * It looks at nothing outside of the process: for the question whether to start it anew.
   */
  livez(options?: CallOptions): Promise<types.LivezResponses[200]> {
    return this.call({ method: 'GET', path: '/livez' }, {}, options);
  }

  /**
   * The store answers and has the migrations of this build.
   *
   * A lost shared limiter is reported and does not make the service unready: it then counts in the process.
   */
  readyz(options?: CallOptions): Promise<types.ReadyzResponses[200]> {
    return this.call({ method: 'GET', path: '/readyz' }, {}, options);
  }
}
