// Made by `npm run clients` from openapi/openapi.json.
package io.github.countersign;

import io.github.countersign.model.*;

/** What the service can be asked for. */
public abstract class Operations extends Caller {
  Operations(Settings settings) {
    super(settings);
  }

  /**
   * Make a tenant on the free plan, with its first key.
   *
   * <p>The key is shown once. Only where the operator has opened it. Where addresses are verified, the answer is 202, whether the address has a tenant or not: a code is mailed, and {@code POST /signup/verify} makes the tenant.
   *
   * @return null where the answer has no body
   */
  public final SignedUp signUp(SignUp body) {
    return signUp(body, RequestOptions.NONE);
  }

  public final SignedUp signUp(SignUp body, RequestOptions options) {
    return call(new Ask("POST", "/signup").body(body).mayBeEmpty().unrepeatable(), SignedUp::new, options);
  }

  /**
   * Make the tenant whose code was mailed.
   *
   * <p>With the address as in {@code POST /signup} and the code out of the mail: good for 15 minutes, five attempts, one tenant.
   */
  public final SignedUp verifySignUp(SignUpVerification body) {
    return verifySignUp(body, RequestOptions.NONE);
  }

  public final SignedUp verifySignUp(SignUpVerification body, RequestOptions options) {
    return call(new Ask("POST", "/signup/verify").body(body).unrepeatable(), SignedUp::new, options);
  }

  /**
   * The tenant of the calling key, with its settings.
   *
   * <p>Settings have no versions: their {@code ETag} is the digest of what is shown, and changes with any of it.
   */
  public final Tenant getTenant() {
    return getTenant(RequestOptions.NONE);
  }

  public final Tenant getTenant(RequestOptions options) {
    return call(new Ask("GET", "/tenant"), Tenant::new, options);
  }

  /**
   * Change settings; what is left out stays.
   *
   * <p>Since only what is named changes, {@code If-Match} may be left out; given, it is heeded.
   */
  public final Tenant changeTenant(TenantPatch body) {
    return changeTenant(body, RequestOptions.NONE);
  }

  public final Tenant changeTenant(TenantPatch body, RequestOptions options) {
    return call(new Ask("PATCH", "/tenant").body(body), Tenant::new, options);
  }

  /**
   * Verdicts of this month against the plan's limit.
   *
   * <p>Every verdict counts one, in a batch and in a stream too; calls that fail and policies that are evaluated or replayed count nothing.
   */
  public final Usage getUsage() {
    return getUsage(RequestOptions.NONE);
  }

  public final Usage getUsage(RequestOptions options) {
    return call(new Ask("GET", "/usage"), Usage::new, options);
  }

  /**
   * Keys of the tenant, newest first.
   *
   * <p>Revoked and expired keys too. Of a key only its first characters are kept.
   */
  public final Pages<Key> listKeys() {
    return listKeys(new Queries.ListKeys(), RequestOptions.NONE);
  }

  public final Pages<Key> listKeys(Queries.ListKeys query) {
    return listKeys(query, RequestOptions.NONE);
  }

  public final Pages<Key> listKeys(Queries.ListKeys query, RequestOptions options) {
    return list(new Ask("GET", "/keys").query(query), Key::new, options);
  }

  /**
   * Make a key.
   *
   * <p>The key is shown once. It can do no more, live no longer and be used from nowhere else than the key that makes it.
   */
  public final NewKey createKey(KeyWish body) {
    return createKey(body, RequestOptions.NONE);
  }

  public final NewKey createKey(KeyWish body, RequestOptions options) {
    return call(new Ask("POST", "/keys").body(body), NewKey::new, options);
  }

  /**
   * One key, without the key itself.
   *
   * <p>Its scopes, its networks, its end, when it was last used, and what it was rotated from or replaced by.
   */
  public final Key getKey(String id) {
    return getKey(id, RequestOptions.NONE);
  }

  public final Key getKey(String id, RequestOptions options) {
    return call(new Ask("GET", "/keys/{id}").path("id", id), Key::new, options);
  }

  /**
   * Revoke a key.
   *
   * <p>It is refused at once here, and within two seconds by every other process of this service.
   */
  public final void revokeKey(String id) {
    revokeKey(id, RequestOptions.NONE);
  }

  public final void revokeKey(String id, RequestOptions options) {
    call(new Ask("DELETE", "/keys/{id}").path("id", id).mayBeEmpty(), Pages.Raw::new, options);
  }

  /**
   * Put a new key in the place of a key.
   *
   * <p>The new one has the same name, scopes, networks and end, and is shown once. The old one goes on for the overlap, and no longer than it would have; without overlap it is revoked. No key rotates one that may do more than itself.
   */
  public final NewKey rotateKey(String id, KeyRotation body) {
    return rotateKey(id, body, RequestOptions.NONE);
  }

  public final NewKey rotateKey(String id, KeyRotation body, RequestOptions options) {
    return call(new Ask("POST", "/keys/{id}/rotate").path("id", id).body(body), NewKey::new, options);
  }

  /**
   * Policies of the tenant, newest first.
   *
   * <p>Each as it is now, with its document, tests and warnings; deleted ones are left out.
   */
  public final Pages<Policy> listPolicies() {
    return listPolicies(new Queries.ListPolicies(), RequestOptions.NONE);
  }

  public final Pages<Policy> listPolicies(Queries.ListPolicies query) {
    return listPolicies(query, RequestOptions.NONE);
  }

  public final Pages<Policy> listPolicies(Queries.ListPolicies query, RequestOptions options) {
    return list(new Ask("GET", "/policies").query(query), Policy::new, options);
  }

  /**
   * Make a policy.
   *
   * <p>Its document is compiled and its tests are run; what fails is refused as a whole. With {@code mode} {@code enforce}, and unless a policy set is active, it is in force as soon as it is answered, and within two seconds in every other process of this service.
   */
  public final Policy createPolicy(PolicyText body) {
    return createPolicy(body, RequestOptions.NONE);
  }

  public final Policy createPolicy(PolicyText body, RequestOptions options) {
    return call(new Ask("POST", "/policies").body(body), Policy::new, options);
  }

  /**
   * Look for faults in policies without storing them.
   *
   * <p>All faults at once, each with its place and, where a name is misspelt, the one that was perhaps meant; warnings; the Cedar policies that each document comes to; the facts that it needs; and what its tests come to.
   */
  public final PolicyValidations validatePolicies(PolicyQuestion body) {
    return validatePolicies(body, RequestOptions.NONE);
  }

  public final PolicyValidations validatePolicies(PolicyQuestion body, RequestOptions options) {
    return call(new Ask("POST", "/policies/validate").body(body), PolicyValidations::new, options);
  }

  /**
   * All policies as a file.
   *
   * <p>Documents, modes and tests in order of name, without ids and times: the same policies are the same text, and {@code POST /policies/import} takes it as it is. Named lists that they speak of are in it with their entries, as far as they are small enough.
   */
  public final PolicyFile exportPolicies() {
    return exportPolicies(RequestOptions.NONE);
  }

  public final PolicyFile exportPolicies(RequestOptions options) {
    return call(new Ask("GET", "/policies/export"), PolicyFile::new, options);
  }

  /**
   * Take policies from a file.
   *
   * <p>By name: a policy of the tenant that has the name gets a new version, unless it would be the same; the others are made. All or none, with every fault of every policy told at once. Lists among {@code named_lists} become what they are there, in the same way and together with the policies. What the file does not name stays as it is. {@code dry_run=true} says what would be done, and does nothing; the scope {@code policies:read} is enough for it. A body may have 22020096 bytes, so that every export fits, and each policy 1 MiB; of bodies above 1 MiB one of each tenant is worked at at a time, and few in all: the others get 503 with {@code Retry-After}.
   */
  public final PolicyImportResult importPolicies(PolicyImport body) {
    return importPolicies(body, new Queries.ImportPolicies(), RequestOptions.NONE);
  }

  public final PolicyImportResult importPolicies(PolicyImport body, Queries.ImportPolicies query) {
    return importPolicies(body, query, RequestOptions.NONE);
  }

  public final PolicyImportResult importPolicies(PolicyImport body, Queries.ImportPolicies query, RequestOptions options) {
    return call(new Ask("POST", "/policies/import").query(query).body(body), PolicyImportResult::new, options);
  }

  /**
   * Who may call what.
   *
   * <p>By the policies in force: what they permit and to whom, what they restrict, which permits nobody uses, and which permit more than one would want.
   */
  public final AccessReport getAccessReport() {
    return getAccessReport(RequestOptions.NONE);
  }

  public final AccessReport getAccessReport(RequestOptions options) {
    return call(new Ask("GET", "/policies/access-report"), AccessReport::new, options);
  }

  /**
   * One policy.
   *
   * <p>As it is now. Its {@code ETag} is that of its version, for {@code If-Match} of a change.
   */
  public final Policy getPolicy(String id) {
    return getPolicy(id, RequestOptions.NONE);
  }

  public final Policy getPolicy(String id, RequestOptions options) {
    return call(new Ask("GET", "/policies/{id}").path("id", id), Policy::new, options);
  }

  /**
   * Replace a policy by a new version.
   *
   * <p>As when it was made: its document is compiled and its tests are run, and what fails is refused as a whole. Versions before it stay. In force within two seconds in every process, unless a policy set is active.
   */
  public final Policy replacePolicy(String id, PolicyText body, String ifMatch) {
    return replacePolicy(id, body, ifMatch, RequestOptions.NONE);
  }

  public final Policy replacePolicy(String id, PolicyText body, String ifMatch, RequestOptions options) {
    return call(new Ask("PUT", "/policies/{id}").path("id", id).body(body).ifMatch(ifMatch), Policy::new, options);
  }

  /**
   * Delete a policy.
   *
   * <p>Its versions stay, for the audit trail names them, and policy sets keep them in force.
   */
  public final void deletePolicy(String id, String ifMatch) {
    deletePolicy(id, ifMatch, RequestOptions.NONE);
  }

  public final void deletePolicy(String id, String ifMatch, RequestOptions options) {
    call(new Ask("DELETE", "/policies/{id}").path("id", id).ifMatch(ifMatch).mayBeEmpty(), Pages.Raw::new, options);
  }

  /**
   * The catalogue of policy packs.
   *
   * <p>All of them on one page, in order of name. Each is signed, and was verified and tested when the service began; one that did not pass says why in {@code refused}, and does not install. A pack is taken out by deleting its policies ({@code DELETE /policies/{id}}); when none is left, {@code installed} is null.
   */
  public final PackCatalogue listPacks() {
    return listPacks(RequestOptions.NONE);
  }

  public final PackCatalogue listPacks(RequestOptions options) {
    return call(new Ask("GET", "/packs"), PackCatalogue::new, options);
  }

  /**
   * Install a policy pack.
   *
   * <p>The pack is verified and tested again; then its policies stand among those of the tenant, named {@code pack:<pack>/<policy>}, in shadow: they decide nothing until they are set in force. Doing it again changes nothing; another version, strength or parameter replaces policies that are in shadow. What is in force is never changed or removed. To take the pack out again, delete these policies.
   */
  public final InstalledPack installPack(String name, PackWish body) {
    return installPack(name, body, RequestOptions.NONE);
  }

  public final InstalledPack installPack(String name, PackWish body, RequestOptions options) {
    return call(new Ask("POST", "/packs/{name}/install").path("name", name).body(body), InstalledPack::new, options);
  }

  /**
   * Find out what other policies would have decided.
   *
   * <p>A job decides recorded verdicts again, from their recorded inputs and facts, and tells which would change. Content is not judged again. Nothing is changed, and the report is evidence, no leave to activate anything.
   */
  public final Job replayPolicies(ReplayWish body) {
    return replayPolicies(body, RequestOptions.NONE);
  }

  public final Job replayPolicies(ReplayWish body, RequestOptions options) {
    return call(new Ask("POST", "/policies/replay").body(body), Job::new, options);
  }

  /**
   * Jobs of the tenant, newest first, without their results.
   *
   * <p>Those that wait and run, and those that have ended while they are kept.
   */
  public final Pages<Job> listJobs() {
    return listJobs(new Queries.ListJobs(), RequestOptions.NONE);
  }

  public final Pages<Job> listJobs(Queries.ListJobs query) {
    return listJobs(query, RequestOptions.NONE);
  }

  public final Pages<Job> listJobs(Queries.ListJobs query, RequestOptions options) {
    return list(new Ask("GET", "/jobs").query(query), Job::new, options);
  }

  /**
   * One job: how far it has come, and its result when it is done.
   *
   * <p>{@code progress} while it runs, {@code result} when it is {@code done}, {@code error} when it has {@code failed}. Ask again every second or so.
   */
  public final JobWithResult getJob(String id) {
    return getJob(id, RequestOptions.NONE);
  }

  public final JobWithResult getJob(String id, RequestOptions options) {
    return call(new Ask("GET", "/jobs/{id}").path("id", id), JobWithResult::new, options);
  }

  /**
   * Cancel a job that waits or runs.
   *
   * <p>Whoever works on it stops within a second. The job stays, as {@code cancelled}.
   */
  public final void cancelJob(String id) {
    cancelJob(id, RequestOptions.NONE);
  }

  public final void cancelJob(String id, RequestOptions options) {
    call(new Ask("DELETE", "/jobs/{id}").path("id", id).mayBeEmpty(), Pages.Raw::new, options);
  }

  /**
   * Versions of a policy, newest first.
   *
   * <p>Of a deleted policy too. 20 a page, at most 100.
   */
  public final Pages<PolicyVersion> listPolicyVersions(String id) {
    return listPolicyVersions(id, new Queries.ListPolicyVersions(), RequestOptions.NONE);
  }

  public final Pages<PolicyVersion> listPolicyVersions(String id, Queries.ListPolicyVersions query) {
    return listPolicyVersions(id, query, RequestOptions.NONE);
  }

  public final Pages<PolicyVersion> listPolicyVersions(String id, Queries.ListPolicyVersions query, RequestOptions options) {
    return list(new Ask("GET", "/policies/{id}/versions").path("id", id).query(query), PolicyVersion::new, options);
  }

  /**
   * One version of a policy.
   *
   * <p>As it was written; versions never change.
   */
  public final PolicyVersion getPolicyVersion(String id, long n) {
    return getPolicyVersion(id, n, RequestOptions.NONE);
  }

  public final PolicyVersion getPolicyVersion(String id, long n, RequestOptions options) {
    return call(new Ask("GET", "/policies/{id}/versions/{n}").path("id", id).path("n", n), PolicyVersion::new, options);
  }

  /**
   * Run the tests of a policy.
   *
   * <p>Those that are stored with it, or those in the body in their place. Nothing is stored.
   */
  public final PolicyTestRun testPolicy(String id, PolicyTests body) {
    return testPolicy(id, body, RequestOptions.NONE);
  }

  public final PolicyTestRun testPolicy(String id, PolicyTests body, RequestOptions options) {
    return call(new Ask("POST", "/policies/{id}/test").path("id", id).body(body), PolicyTestRun::new, options);
  }

  /**
   * What policies would say of a call.
   *
   * <p>Those in the body, or without any those in force. Nothing is stored, counted or recorded: the verdict is in no audit trail. Facts that the call does not bring, such as trust, a country or what happened before, are taken from {@code facts}.
   */
  public final Verdict evaluatePolicies(PolicyEvaluation body) {
    return evaluatePolicies(body, RequestOptions.NONE);
  }

  public final Verdict evaluatePolicies(PolicyEvaluation body, RequestOptions options) {
    return call(new Ask("POST", "/policies/evaluate").body(body), Verdict::new, options);
  }

  /**
   * Policy sets, newest first.
   *
   * <p>Without the policies of each.
   */
  public final Pages<PolicySetSummary> listPolicySets() {
    return listPolicySets(new Queries.ListPolicySets(), RequestOptions.NONE);
  }

  public final Pages<PolicySetSummary> listPolicySets(Queries.ListPolicySets query) {
    return listPolicySets(query, RequestOptions.NONE);
  }

  public final Pages<PolicySetSummary> listPolicySets(Queries.ListPolicySets query, RequestOptions options) {
    return list(new Ask("GET", "/policy-sets").query(query), PolicySetSummary::new, options);
  }

  /**
   * Make a policy set.
   *
   * <p>A draft of versions of policies that are to come into force together. It never changes; its digest names it. While no set is active, every policy of mode {@code enforce} is in force as soon as it is written; while one is, exactly its versions are.
   */
  public final PolicySet createPolicySet(PolicySetText body) {
    return createPolicySet(body, RequestOptions.NONE);
  }

  public final PolicySet createPolicySet(PolicySetText body, RequestOptions options) {
    return call(new Ask("POST", "/policy-sets").body(body), PolicySet::new, options);
  }

  /**
   * One policy set.
   *
   * <p>A set’s {@code ETag} changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  public final PolicySet getPolicySet(String id) {
    return getPolicySet(id, RequestOptions.NONE);
  }

  public final PolicySet getPolicySet(String id, RequestOptions options) {
    return call(new Ask("GET", "/policy-sets/{id}").path("id", id), PolicySet::new, options);
  }

  /**
   * Try a set beside what is in force.
   *
   * <p>What it would decide is shown and decides nothing. A set’s {@code ETag} changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  public final PolicySet shadowPolicySet(String id, String ifMatch) {
    return shadowPolicySet(id, ifMatch, RequestOptions.NONE);
  }

  public final PolicySet shadowPolicySet(String id, String ifMatch, RequestOptions options) {
    return call(new Ask("POST", "/policy-sets/{id}/shadow").path("id", id).ifMatch(ifMatch), PolicySet::new, options);
  }

  /**
   * Bring a set into force.
   *
   * <p>The tests of its policies are run against the whole set first, under the tenant’s settings: one that fails refuses it. The set that was active is archived. In force as soon as it is answered, and within two seconds in every other process. A set’s {@code ETag} changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  public final PolicySet activatePolicySet(String id, String ifMatch) {
    return activatePolicySet(id, ifMatch, RequestOptions.NONE);
  }

  public final PolicySet activatePolicySet(String id, String ifMatch, RequestOptions options) {
    return call(new Ask("POST", "/policy-sets/{id}/activate").path("id", id).ifMatch(ifMatch), PolicySet::new, options);
  }

  /**
   * Put a set away.
   *
   * <p>Of the active set: every policy of mode {@code enforce} is in force by itself again. A set’s {@code ETag} changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  public final PolicySet archivePolicySet(String id, String ifMatch) {
    return archivePolicySet(id, ifMatch, RequestOptions.NONE);
  }

  public final PolicySet archivePolicySet(String id, String ifMatch, RequestOptions options) {
    return call(new Ask("POST", "/policy-sets/{id}/archive").path("id", id).ifMatch(ifMatch), PolicySet::new, options);
  }

  /**
   * Go back to the set that was active before.
   *
   * <p>{@code If-Match} names the active set. Tests are not run: the set had passed them when it came into force. Once more leads further back. A set’s {@code ETag} changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
   */
  public final PolicySet rollBackPolicySets(String ifMatch) {
    return rollBackPolicySets(ifMatch, RequestOptions.NONE);
  }

  public final PolicySet rollBackPolicySets(String ifMatch, RequestOptions options) {
    return call(new Ask("POST", "/policy-sets/rollback").ifMatch(ifMatch), PolicySet::new, options);
  }

  /**
   * Named lists of the tenant, newest first, without their entries.
   *
   * <p>With the number of their entries and their digest.
   */
  public final Pages<NamedListHead> listLists() {
    return listLists(new Queries.ListLists(), RequestOptions.NONE);
  }

  public final Pages<NamedListHead> listLists(Queries.ListLists query) {
    return listLists(query, RequestOptions.NONE);
  }

  public final Pages<NamedListHead> listLists(Queries.ListLists query, RequestOptions options) {
    return list(new Ask("GET", "/lists").query(query), NamedListHead::new, options);
  }

  /**
   * One list, with its entries.
   *
   * <p>All of them, in one answer. Its {@code ETag} is the digest of kind and entries.
   */
  public final NamedList getList(String name) {
    return getList(name, RequestOptions.NONE);
  }

  public final NamedList getList(String name, RequestOptions options) {
    return call(new Ask("GET", "/lists/{name}").path("name", name), NamedList::new, options);
  }

  /**
   * Make a list, or replace it.
   *
   * <p>Policies name it in {@code ip_lists}, {@code inList} and {@code notInList}, and follow it within two seconds in every process. Without {@code If-Match} it is made; one that is there is replaced only with it. What does not fit into one body follows by {@code PATCH}. The lists of a tenant may have 100000 entries of 4194304 characters, all together.
   */
  public final NamedList putList(String name, NamedListText body) {
    return putList(name, body, RequestOptions.NONE);
  }

  public final NamedList putList(String name, NamedListText body, RequestOptions options) {
    return call(new Ask("PUT", "/lists/{name}").path("name", name).body(body), NamedList::new, options);
  }

  /**
   * Add entries to a list and remove others.
   *
   * <p>What is in both is removed. The lists of a tenant may have 100000 entries of 4194304 characters, all together.
   */
  public final NamedList changeList(String name, NamedListChange body) {
    return changeList(name, body, RequestOptions.NONE);
  }

  public final NamedList changeList(String name, NamedListChange body, RequestOptions options) {
    return call(new Ask("PATCH", "/lists/{name}").path("name", name).body(body), NamedList::new, options);
  }

  /**
   * Delete a list.
   *
   * <p>Not while an enabled policy names it.
   */
  public final void deleteList(String name, String ifMatch) {
    deleteList(name, ifMatch, RequestOptions.NONE);
  }

  public final void deleteList(String name, String ifMatch, RequestOptions options) {
    call(new Ask("DELETE", "/lists/{name}").path("name", name).ifMatch(ifMatch).mayBeEmpty(), Pages.Raw::new, options);
  }

  /**
   * Registered servers, newest first, without their tools.
   *
   * <p>With the number of their tools and the digest of the definitions.
   */
  public final Pages<Server> listServers() {
    return listServers(new Queries.ListServers(), RequestOptions.NONE);
  }

  public final Pages<Server> listServers(Queries.ListServers query) {
    return listServers(query, RequestOptions.NONE);
  }

  public final Pages<Server> listServers(Queries.ListServers query, RequestOptions options) {
    return list(new Ask("GET", "/servers").query(query), Server::new, options);
  }

  /**
   * Forget a server and its tools.
   *
   * <p>A policy in force or in shadow that looks at {@code context.input} of its tools must still find there what it was validated against: else 409, with every such policy, unless {@code force=true}. Then calls of those tools are refused until the policy is written again.
   */
  public final void deleteServer(String name, String ifMatch) {
    deleteServer(name, ifMatch, new Queries.DeleteServer(), RequestOptions.NONE);
  }

  public final void deleteServer(String name, String ifMatch, Queries.DeleteServer query) {
    deleteServer(name, ifMatch, query, RequestOptions.NONE);
  }

  public final void deleteServer(String name, String ifMatch, Queries.DeleteServer query, RequestOptions options) {
    call(new Ask("DELETE", "/servers/{name}").path("name", name).query(query).ifMatch(ifMatch).mayBeEmpty(), Pages.Raw::new, options);
  }

  /**
   * The tools of a server as they were registered.
   *
   * <p>With what was found in their definitions, and the policies that no longer fit them. Its {@code ETag} is the digest of the definitions.
   */
  public final Manifest getManifest(String name) {
    return getManifest(name, RequestOptions.NONE);
  }

  public final Manifest getManifest(String name, RequestOptions options) {
    return call(new Ask("GET", "/servers/{name}/manifest").path("name", name), Manifest::new, options);
  }

  /**
   * Register the tools of a server, or replace them.
   *
   * <p>{@code tools} is that of the server's answer to {@code tools/list}, whole. Policies in Cedar may then name {@code Action::"<server>___<tool>"} and its typed {@code context.input}; a tool of it that there is not is refused when a policy is written. The definitions are judged as an answer of the server would be: what is found is told in {@code findings}, and refuses nothing. A policy in force or in shadow that looks at {@code context.input} of its tools must still find there what it was validated against: else 409, with every such policy, unless {@code force=true}. Then calls of those tools are refused until the policy is written again. Without {@code If-Match} it is made; one that is there is replaced only with it. At most 500 tools in 524288 bytes; a tenant may have 200 servers with 5000 tools in 16777216 bytes.
   */
  public final Manifest putManifest(String name, ManifestText body) {
    return putManifest(name, body, new Queries.PutManifest(), RequestOptions.NONE);
  }

  public final Manifest putManifest(String name, ManifestText body, Queries.PutManifest query) {
    return putManifest(name, body, query, RequestOptions.NONE);
  }

  public final Manifest putManifest(String name, ManifestText body, Queries.PutManifest query, RequestOptions options) {
    return call(new Ask("PUT", "/servers/{name}/manifest").path("name", name).query(query).body(body), Manifest::new, options);
  }

  /**
   * Suppressions of the tenant, newest first, expired ones too.
   *
   * <p>What has expired hides nothing any more and stays to be seen.
   */
  public final Pages<Suppression> listSuppressions() {
    return listSuppressions(new Queries.ListSuppressions(), RequestOptions.NONE);
  }

  public final Pages<Suppression> listSuppressions(Queries.ListSuppressions query) {
    return listSuppressions(query, RequestOptions.NONE);
  }

  public final Pages<Suppression> listSuppressions(Queries.ListSuppressions query, RequestOptions options) {
    return list(new Ask("GET", "/suppressions").query(query), Suppression::new, options);
  }

  /**
   * Call a finding a false alarm, in one place and until a day.
   *
   * <p>Findings of the rule in that place are then shown as {@code suppressed} and decide nothing. One that would also hide the test cases of its rule in other places is refused. In force within two seconds in every process.
   */
  public final Suppression createSuppression(SuppressionText body) {
    return createSuppression(body, RequestOptions.NONE);
  }

  public final Suppression createSuppression(SuppressionText body, RequestOptions options) {
    return call(new Ask("POST", "/suppressions").body(body), Suppression::new, options);
  }

  /**
   * One suppression.
   *
   * <p>Where it holds, until when, and why it was made.
   */
  public final Suppression getSuppression(String id) {
    return getSuppression(id, RequestOptions.NONE);
  }

  public final Suppression getSuppression(String id, RequestOptions options) {
    return call(new Ask("GET", "/suppressions/{id}").path("id", id), Suppression::new, options);
  }

  /**
   * End a suppression.
   *
   * <p>Findings that it had hidden decide again, within two seconds in every process.
   */
  public final void deleteSuppression(String id) {
    deleteSuppression(id, RequestOptions.NONE);
  }

  public final void deleteSuppression(String id, RequestOptions options) {
    call(new Ask("DELETE", "/suppressions/{id}").path("id", id).mayBeEmpty(), Pages.Raw::new, options);
  }

  /**
   * The audit trail, newest first.
   *
   * <p>Verdicts and what was changed by whom. Filters are joined by “and”; those of a verdict leave changes out.
   */
  public final Pages<AuditRecord> listAudit() {
    return listAudit(new Queries.ListAudit(), RequestOptions.NONE);
  }

  public final Pages<AuditRecord> listAudit(Queries.ListAudit query) {
    return listAudit(query, RequestOptions.NONE);
  }

  public final Pages<AuditRecord> listAudit(Queries.ListAudit query, RequestOptions options) {
    return list(new Ask("GET", "/audit").query(query), AuditRecord::new, options);
  }

  /**
   * One record, with the redacted input of its decision while that is kept.
   *
   * <p>A verdict as it was recorded, with the digests of the message, of the policies and of the rules that made it.
   */
  public final AuditEntry getAudit(String id) {
    return getAudit(id, RequestOptions.NONE);
  }

  public final AuditEntry getAudit(String id, RequestOptions options) {
    return call(new Ask("GET", "/audit/{id}").path("id", id), AuditEntry::new, options);
  }

  /**
   * What the engine finds, and what it takes for an attack that is none.
   *
   * <p>Measured by {@code npm run quality} on a labelled corpus of public sources, when the engine was built.
   */
  public final Quality getQuality() {
    return getQuality(RequestOptions.NONE);
  }

  public final Quality getQuality(RequestOptions options) {
    return call(new Ask("GET", "/quality"), Quality::new, options);
  }

  /**
   * The process turns.
   *
   * <p>It looks at nothing outside of the process: for the question whether to start it anew.
   */
  public final Live livez() {
    return livez(RequestOptions.NONE);
  }

  public final Live livez(RequestOptions options) {
    return call(new Ask("GET", "/livez"), Live::new, options);
  }

  /**
   * The store answers and has the migrations of this build.
   *
   * <p>A lost shared limiter is reported and does not make the service unready: it then counts in the process.
   */
  public final Ready readyz() {
    return readyz(RequestOptions.NONE);
  }

  public final Ready readyz(RequestOptions options) {
    return call(new Ask("GET", "/readyz"), Ready::new, options);
  }
}
