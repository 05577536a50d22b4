// Made by `npm run clients` from openapi/openapi.json.
use crate::blocking::{Client, Each};
use crate::pages::Pages;
use crate::{Answer, Error, models};

impl Client {
    /// Make a tenant on the free plan, with its first key.
    ///
    /// The key is shown once. Only where the operator has opened it. Where addresses are verified, the answer is 202, whether the address has a tenant or not: a code is mailed, and `POST /signup/verify` makes the tenant.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn sign_up(&self, body: &models::SignUp) -> Result<Answer<Option<models::SignedUp>>, Error> {
        self.wait(self.client.sign_up(body))
    }

    /// Make the tenant whose code was mailed.
    ///
    /// With the address as in `POST /signup` and the code out of the mail: good for 15 minutes, five attempts, one tenant.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn verify_sign_up(&self, body: &models::SignUpVerification) -> Result<Answer<models::SignedUp>, Error> {
        self.wait(self.client.verify_sign_up(body))
    }

    /// The tenant of the calling key, with its settings.
    ///
    /// Settings have no versions: their `ETag` is the digest of what is shown, and changes with any of it.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_tenant(&self) -> Result<Answer<models::Tenant>, Error> {
        self.wait(self.client.get_tenant())
    }

    /// Change settings; what is left out stays.
    ///
    /// Since only what is named changes, `If-Match` may be left out; given, it is heeded.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn change_tenant(&self, body: &models::TenantPatch) -> Result<Answer<models::Tenant>, Error> {
        self.wait(self.client.change_tenant(body))
    }

    /// Verdicts of this month against the plan's limit.
    ///
    /// Every verdict counts one, in a batch and in a stream too; calls that fail and policies that are evaluated or replayed count nothing.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_usage(&self) -> Result<Answer<models::Usage>, Error> {
        self.wait(self.client.get_usage())
    }

    /// Keys of the tenant, newest first.
    ///
    /// Revoked and expired keys too. Of a key only its first characters are kept.
    pub fn list_keys(&self, query: &models::ListKeysQuery) -> Each<Pages<models::Key>> {
        self.each(self.client.list_keys(query))
    }

    /// Make a key.
    ///
    /// The key is shown once. It can do no more, live no longer and be used from nowhere else than the key that makes it.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn create_key(&self, body: &models::KeyWish) -> Result<Answer<models::NewKey>, Error> {
        self.wait(self.client.create_key(body))
    }

    /// One key, without the key itself.
    ///
    /// Its scopes, its networks, its end, when it was last used, and what it was rotated from or replaced by.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_key(&self, id: &str) -> Result<Answer<models::Key>, Error> {
        self.wait(self.client.get_key(id))
    }

    /// Revoke a key.
    ///
    /// It is refused at once here, and within two seconds by every other process of this service.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn revoke_key(&self, id: &str) -> Result<Answer<()>, Error> {
        self.wait(self.client.revoke_key(id))
    }

    /// Put a new key in the place of a key.
    ///
    /// The new one has the same name, scopes, networks and end, and is shown once. The old one goes on for the overlap, and no longer than it would have; without overlap it is revoked. No key rotates one that may do more than itself.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn rotate_key(&self, id: &str, body: &models::KeyRotation) -> Result<Answer<models::NewKey>, Error> {
        self.wait(self.client.rotate_key(id, body))
    }

    /// Policies of the tenant, newest first.
    ///
    /// Each as it is now, with its document, tests and warnings; deleted ones are left out.
    pub fn list_policies(&self, query: &models::ListPoliciesQuery) -> Each<Pages<models::Policy>> {
        self.each(self.client.list_policies(query))
    }

    /// Make a policy.
    ///
    /// Its document is compiled and its tests are run; what fails is refused as a whole. With `mode` `enforce`, and unless a policy set is active, it is in force as soon as it is answered, and within two seconds in every other process of this service.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn create_policy(&self, body: &models::PolicyText) -> Result<Answer<models::Policy>, Error> {
        self.wait(self.client.create_policy(body))
    }

    /// Look for faults in policies without storing them.
    ///
    /// All faults at once, each with its place and, where a name is misspelt, the one that was perhaps meant; warnings; the Cedar policies that each document comes to; the facts that it needs; and what its tests come to.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn validate_policies(&self, body: &models::PolicyQuestion) -> Result<Answer<models::PolicyValidations>, Error> {
        self.wait(self.client.validate_policies(body))
    }

    /// All policies as a file.
    ///
    /// Documents, modes and tests in order of name, without ids and times: the same policies are the same text, and `POST /policies/import` takes it as it is. Named lists that they speak of are in it with their entries, as far as they are small enough.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn export_policies(&self) -> Result<Answer<models::PolicyFile>, Error> {
        self.wait(self.client.export_policies())
    }

    /// Take policies from a file.
    ///
    /// By name: a policy of the tenant that has the name gets a new version, unless it would be the same; the others are made. All or none, with every fault of every policy told at once. Lists among `named_lists` become what they are there, in the same way and together with the policies. What the file does not name stays as it is. `dry_run=true` says what would be done, and does nothing; the scope `policies:read` is enough for it. A body may have 22020096 bytes, so that every export fits, and each policy 1 MiB; of bodies above 1 MiB one of each tenant is worked at at a time, and few in all: the others get 503 with `Retry-After`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn import_policies(
        &self,
        body: &models::PolicyImport,
        query: &models::ImportPoliciesQuery,
    ) -> Result<Answer<models::PolicyImportResult>, Error> {
        self.wait(self.client.import_policies(body, query))
    }

    /// Who may call what.
    ///
    /// By the policies in force: what they permit and to whom, what they restrict, which permits nobody uses, and which permit more than one would want.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_access_report(&self) -> Result<Answer<models::AccessReport>, Error> {
        self.wait(self.client.get_access_report())
    }

    /// One policy.
    ///
    /// As it is now. Its `ETag` is that of its version, for `If-Match` of a change.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_policy(&self, id: &str) -> Result<Answer<models::Policy>, Error> {
        self.wait(self.client.get_policy(id))
    }

    /// Replace a policy by a new version.
    ///
    /// As when it was made: its document is compiled and its tests are run, and what fails is refused as a whole. Versions before it stay. In force within two seconds in every process, unless a policy set is active.
    ///
    /// `if_match` is the ETag of the version to change, or `*`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn replace_policy(&self, id: &str, if_match: &str, body: &models::PolicyText) -> Result<Answer<models::Policy>, Error> {
        self.wait(self.client.replace_policy(id, if_match, body))
    }

    /// Delete a policy.
    ///
    /// Its versions stay, for the audit trail names them, and policy sets keep them in force.
    ///
    /// `if_match` is the ETag of the version to change, or `*`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn delete_policy(&self, id: &str, if_match: &str) -> Result<Answer<()>, Error> {
        self.wait(self.client.delete_policy(id, if_match))
    }

    /// The catalogue of policy packs.
    ///
    /// All of them on one page, in order of name. Each is signed, and was verified and tested when the service began; one that did not pass says why in `refused`, and does not install. A pack is taken out by deleting its policies (`DELETE /policies/{id}`); when none is left, `installed` is null.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn list_packs(&self) -> Result<Answer<models::PackCatalogue>, Error> {
        self.wait(self.client.list_packs())
    }

    /// Install a policy pack.
    ///
    /// The pack is verified and tested again; then its policies stand among those of the tenant, named `pack:\<pack\>/\<policy\>`, in shadow: they decide nothing until they are set in force. Doing it again changes nothing; another version, strength or parameter replaces policies that are in shadow. What is in force is never changed or removed. To take the pack out again, delete these policies.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn install_pack(&self, name: &str, body: &models::PackWish) -> Result<Answer<models::InstalledPack>, Error> {
        self.wait(self.client.install_pack(name, body))
    }

    /// Find out what other policies would have decided.
    ///
    /// A job decides recorded verdicts again, from their recorded inputs and facts, and tells which would change. Content is not judged again. Nothing is changed, and the report is evidence, no leave to activate anything.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn replay_policies(&self, body: &models::ReplayWish) -> Result<Answer<models::Job>, Error> {
        self.wait(self.client.replay_policies(body))
    }

    /// Jobs of the tenant, newest first, without their results.
    ///
    /// Those that wait and run, and those that have ended while they are kept.
    pub fn list_jobs(&self, query: &models::ListJobsQuery) -> Each<Pages<models::Job>> {
        self.each(self.client.list_jobs(query))
    }

    /// One job: how far it has come, and its result when it is done.
    ///
    /// `progress` while it runs, `result` when it is `done`, `error` when it has `failed`. Ask again every second or so.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_job(&self, id: &str) -> Result<Answer<models::JobWithResult>, Error> {
        self.wait(self.client.get_job(id))
    }

    /// Cancel a job that waits or runs.
    ///
    /// Whoever works on it stops within a second. The job stays, as `cancelled`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn cancel_job(&self, id: &str) -> Result<Answer<()>, Error> {
        self.wait(self.client.cancel_job(id))
    }

    /// Versions of a policy, newest first.
    ///
    /// Of a deleted policy too. 20 a page, at most 100.
    pub fn list_policy_versions(&self, id: &str, query: &models::ListPolicyVersionsQuery) -> Each<Pages<models::PolicyVersion>> {
        self.each(self.client.list_policy_versions(id, query))
    }

    /// One version of a policy.
    ///
    /// As it was written; versions never change.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_policy_version(&self, id: &str, n: i64) -> Result<Answer<models::PolicyVersion>, Error> {
        self.wait(self.client.get_policy_version(id, n))
    }

    /// Run the tests of a policy.
    ///
    /// Those that are stored with it, or those in the body in their place. Nothing is stored.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn test_policy(&self, id: &str, body: &models::PolicyTests) -> Result<Answer<models::PolicyTestRun>, Error> {
        self.wait(self.client.test_policy(id, body))
    }

    /// What policies would say of a call.
    ///
    /// Those in the body, or without any those in force. Nothing is stored, counted or recorded: the verdict is in no audit trail. Facts that the call does not bring, such as trust, a country or what happened before, are taken from `facts`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn evaluate_policies(&self, body: &models::PolicyEvaluation) -> Result<Answer<models::Verdict>, Error> {
        self.wait(self.client.evaluate_policies(body))
    }

    /// Policy sets, newest first.
    ///
    /// Without the policies of each.
    pub fn list_policy_sets(&self, query: &models::ListPolicySetsQuery) -> Each<Pages<models::PolicySetSummary>> {
        self.each(self.client.list_policy_sets(query))
    }

    /// Make a policy set.
    ///
    /// A draft of versions of policies that are to come into force together. It never changes; its digest names it. While no set is active, every policy of mode `enforce` is in force as soon as it is written; while one is, exactly its versions are.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn create_policy_set(&self, body: &models::PolicySetText) -> Result<Answer<models::PolicySet>, Error> {
        self.wait(self.client.create_policy_set(body))
    }

    /// One policy set.
    ///
    /// A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_policy_set(&self, id: &str) -> Result<Answer<models::PolicySet>, Error> {
        self.wait(self.client.get_policy_set(id))
    }

    /// Try a set beside what is in force.
    ///
    /// What it would decide is shown and decides nothing. A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
    ///
    /// `if_match` is the ETag of the version to change, or `*`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn shadow_policy_set(&self, id: &str, if_match: &str) -> Result<Answer<models::PolicySet>, Error> {
        self.wait(self.client.shadow_policy_set(id, if_match))
    }

    /// Bring a set into force.
    ///
    /// The tests of its policies are run against the whole set first, under the tenant’s settings: one that fails refuses it. The set that was active is archived. In force as soon as it is answered, and within two seconds in every other process. A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
    ///
    /// `if_match` is the ETag of the version to change, or `*`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn activate_policy_set(&self, id: &str, if_match: &str) -> Result<Answer<models::PolicySet>, Error> {
        self.wait(self.client.activate_policy_set(id, if_match))
    }

    /// Put a set away.
    ///
    /// Of the active set: every policy of mode `enforce` is in force by itself again. A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
    ///
    /// `if_match` is the ETag of the version to change, or `*`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn archive_policy_set(&self, id: &str, if_match: &str) -> Result<Answer<models::PolicySet>, Error> {
        self.wait(self.client.archive_policy_set(id, if_match))
    }

    /// Go back to the set that was active before.
    ///
    /// `If-Match` names the active set. Tests are not run: the set had passed them when it came into force. Once more leads further back. A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.
    ///
    /// `if_match` is the ETag of the version to change, or `*`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn roll_back_policy_sets(&self, if_match: &str) -> Result<Answer<models::PolicySet>, Error> {
        self.wait(self.client.roll_back_policy_sets(if_match))
    }

    /// Named lists of the tenant, newest first, without their entries.
    ///
    /// With the number of their entries and their digest.
    pub fn list_lists(&self, query: &models::ListListsQuery) -> Each<Pages<models::NamedListHead>> {
        self.each(self.client.list_lists(query))
    }

    /// One list, with its entries.
    ///
    /// All of them, in one answer. Its `ETag` is the digest of kind and entries.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_list(&self, name: &str) -> Result<Answer<models::NamedList>, Error> {
        self.wait(self.client.get_list(name))
    }

    /// Make a list, or replace it.
    ///
    /// Policies name it in `ip_lists`, `inList` and `notInList`, and follow it within two seconds in every process. Without `If-Match` it is made; one that is there is replaced only with it. What does not fit into one body follows by `PATCH`. The lists of a tenant may have 100000 entries of 4194304 characters, all together.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn put_list(&self, name: &str, body: &models::NamedListText) -> Result<Answer<models::NamedList>, Error> {
        self.wait(self.client.put_list(name, body))
    }

    /// Add entries to a list and remove others.
    ///
    /// What is in both is removed. The lists of a tenant may have 100000 entries of 4194304 characters, all together.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn change_list(&self, name: &str, body: &models::NamedListChange) -> Result<Answer<models::NamedList>, Error> {
        self.wait(self.client.change_list(name, body))
    }

    /// Delete a list.
    ///
    /// Not while an enabled policy names it.
    ///
    /// `if_match` is the ETag of the version to change, or `*`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn delete_list(&self, name: &str, if_match: &str) -> Result<Answer<()>, Error> {
        self.wait(self.client.delete_list(name, if_match))
    }

    /// Registered servers, newest first, without their tools.
    ///
    /// With the number of their tools and the digest of the definitions.
    pub fn list_servers(&self, query: &models::ListServersQuery) -> Each<Pages<models::Server>> {
        self.each(self.client.list_servers(query))
    }

    /// Forget a server and its tools.
    ///
    /// A policy in force or in shadow that looks at `context.input` of its tools must still find there what it was validated against: else 409, with every such policy, unless `force=true`. Then calls of those tools are refused until the policy is written again.
    ///
    /// `if_match` is the ETag of the version to change, or `*`.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn delete_server(&self, name: &str, if_match: &str, query: &models::DeleteServerQuery) -> Result<Answer<()>, Error> {
        self.wait(self.client.delete_server(name, if_match, query))
    }

    /// The tools of a server as they were registered.
    ///
    /// With what was found in their definitions, and the policies that no longer fit them. Its `ETag` is the digest of the definitions.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_manifest(&self, name: &str) -> Result<Answer<models::Manifest>, Error> {
        self.wait(self.client.get_manifest(name))
    }

    /// Register the tools of a server, or replace them.
    ///
    /// `tools` is that of the server's answer to `tools/list`, whole. Policies in Cedar may then name `Action::"\<server\>___\<tool\>"` and its typed `context.input`; a tool of it that there is not is refused when a policy is written. The definitions are judged as an answer of the server would be: what is found is told in `findings`, and refuses nothing. A policy in force or in shadow that looks at `context.input` of its tools must still find there what it was validated against: else 409, with every such policy, unless `force=true`. Then calls of those tools are refused until the policy is written again. Without `If-Match` it is made; one that is there is replaced only with it. At most 500 tools in 524288 bytes; a tenant may have 200 servers with 5000 tools in 16777216 bytes.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn put_manifest(
        &self,
        name: &str,
        body: &models::ManifestText,
        query: &models::PutManifestQuery,
    ) -> Result<Answer<models::Manifest>, Error> {
        self.wait(self.client.put_manifest(name, body, query))
    }

    /// Suppressions of the tenant, newest first, expired ones too.
    ///
    /// What has expired hides nothing any more and stays to be seen.
    pub fn list_suppressions(&self, query: &models::ListSuppressionsQuery) -> Each<Pages<models::Suppression>> {
        self.each(self.client.list_suppressions(query))
    }

    /// Call a finding a false alarm, in one place and until a day.
    ///
    /// Findings of the rule in that place are then shown as `suppressed` and decide nothing. One that would also hide the test cases of its rule in other places is refused. In force within two seconds in every process.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn create_suppression(&self, body: &models::SuppressionText) -> Result<Answer<models::Suppression>, Error> {
        self.wait(self.client.create_suppression(body))
    }

    /// One suppression.
    ///
    /// Where it holds, until when, and why it was made.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_suppression(&self, id: &str) -> Result<Answer<models::Suppression>, Error> {
        self.wait(self.client.get_suppression(id))
    }

    /// End a suppression.
    ///
    /// Findings that it had hidden decide again, within two seconds in every process.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn delete_suppression(&self, id: &str) -> Result<Answer<()>, Error> {
        self.wait(self.client.delete_suppression(id))
    }

    /// The audit trail, newest first.
    ///
    /// Verdicts and what was changed by whom. Filters are joined by “and”; those of a verdict leave changes out.
    pub fn list_audit(&self, query: &models::ListAuditQuery) -> Each<Pages<models::AuditRecord>> {
        self.each(self.client.list_audit(query))
    }

    /// One record, with the redacted input of its decision while that is kept.
    ///
    /// A verdict as it was recorded, with the digests of the message, of the policies and of the rules that made it.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_audit(&self, id: &str) -> Result<Answer<models::AuditEntry>, Error> {
        self.wait(self.client.get_audit(id))
    }

    /// What the engine finds, and what it takes for an attack that is none.
    ///
    /// Measured by `npm run quality` on a labelled corpus of public sources, when the engine was built.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn get_quality(&self) -> Result<Answer<models::Quality>, Error> {
        self.wait(self.client.get_quality())
    }

    /// The process turns.
    ///
    /// It looks at nothing outside of the process: for the question whether to start it anew.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn livez(&self) -> Result<Answer<models::Live>, Error> {
        self.wait(self.client.livez())
    }

    /// The store answers and has the migrations of this build.
    ///
    /// A lost shared limiter is reported and does not make the service unready: it then counts in the process.
    ///
    /// # Errors
    /// Where there is no such answer.
    pub fn readyz(&self) -> Result<Answer<models::Ready>, Error> {
        self.wait(self.client.readyz())
    }
}
