// Made by `npm run clients` from openapi/openapi-3.0.json.
//! What goes to the service and comes from it. Members that the contract requires are plain, others are an `Option`; where null says
//! something else than nothing does, an `Option` of one.
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Message;
use crate::model::{kinds, model, names};

names! {
    AccessPermitForm:
    Lists = "lists",
    Structured = "structured",
    Cedar = "cedar",
}

model! {
    AccessPermit:
    policy: String = "policy",
    name: String = "name",
    version: i64 = "version",
    form: AccessPermitForm = "form",
    /// Whom and what it names, as `target` of a policy; nothing is everybody, or everything.
    scope: Map<String, Value> = "scope",
    /// What must hold besides.
    requires: Vec<String> = "requires",
    /// When it last decided, or permitted, a call; some minutes old.
    last_used_at: Option<String> = "last_used_at",
}

model! {
    AccessReport:
    at: String = "at",
    /// The active policy set.
    set: Option<String> = "set",
    posture: Posture = "posture",
    permits: Vec<AccessPermit> = "permits",
    restrictions: Vec<AccessRestriction> = "restrictions",
    /// Permits that no call has used in 90 days or, where `since` is later, since this version was made.
    unused: Vec<UnusedPermit> = "unused",
    over_broad: Vec<BroadPermit> = "over_broad",
    /// What the tenant’s own tool groups that are named stand for.
    tool_groups: BTreeMap<String, Vec<String>> = "tool_groups",
}

names! {
    AccessRestrictionForm:
    Lists = "lists",
    Structured = "structured",
    Cedar = "cedar",
}

names! {
    AccessRestrictionEffect:
    Deny = "deny",
    Require = "require",
    Challenge = "challenge",
}

model! {
    AccessRestriction:
    policy: String = "policy",
    name: String = "name",
    version: i64 = "version",
    form: AccessRestrictionForm = "form",
    /// Whom and what it names, as `target` of a policy; nothing is everybody, or everything.
    scope: Map<String, Value> = "scope",
    /// What must hold besides.
    requires: Vec<String> = "requires",
    /// When it last decided, or permitted, a call; some minutes old.
    last_used_at: Option<String> = "last_used_at",
    effect: AccessRestrictionEffect = "effect",
}

names! {
    AdminEntryKind:
    Admin = "admin",
}

model! {
    AdminEntry:
    id: String = "id",
    kind: AdminEntryKind = "kind",
    at: String = "at",
    key_id: Option<String> = "key_id",
    action: String = "action",
    subject: String = "subject",
    /// Versions of policies that were written by it, with their digests.
    policies: Option<Vec<WrittenVersion>> = "policies",
    /// What the verdict was made from, redacted; null where nothing is kept.
    input: Option<Map<String, Value>> = "input",
}

names! {
    AdminRecordKind:
    Admin = "admin",
}

model! {
    AdminRecord:
    id: String = "id",
    kind: AdminRecordKind = "kind",
    at: String = "at",
    key_id: Option<String> = "key_id",
    action: String = "action",
    subject: String = "subject",
    /// Versions of policies that were written by it, with their digests.
    policies: Option<Vec<WrittenVersion>> = "policies",
}

model! {
    AnsweringOptions:
    supported_obligations: Option<Vec<String>> = "supported_obligations",
}

model! {
    ArgumentOverride:
    server: Option<String> = "server",
    tool: String = "tool",
    argument: String = "argument",
    role: ArgumentRole = "role",
}

model! {
    ArgumentOverrideText:
    /// As `server.name` of the calls; null: any.
    server: Option<Option<String>> = "server",
    tool: String = "tool",
    /// JSON Pointer from `params.arguments`; `*` is any position of a list.
    argument: String = "argument",
    role: ArgumentRole = "role",
}

names! {
    /// What an argument of a tool is for.
    ArgumentRole:
    Sql = "sql",
    Nosql = "nosql",
    Shell = "shell",
    Code = "code",
    Path = "path",
    Url = "url",
    Host = "host",
    Email = "email",
    Recipient = "recipient",
    Regex = "regex",
    Template = "template",
    Html = "html",
    Markdown = "markdown",
    Xml = "xml",
    Ldap = "ldap",
    Identifier = "identifier",
    Number = "number",
    Datetime = "datetime",
    Enum = "enum",
    Secret = "secret",
    Query = "query",
    Prose = "prose",
    Opaque = "opaque",
}

kinds! {
    AuditEntry by "kind":
    Verdict(VerdictEntry) = "verdict",
    Admin(AdminEntry) = "admin",
}

model! {
    AuditPage:
    data: Vec<AuditRecord> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

kinds! {
    AuditRecord by "kind":
    Verdict(VerdictRecord) = "verdict",
    Admin(AdminRecord) = "admin",
}

model! {
    BatchRequest:
    items: Vec<ValidateItem> = "items",
}

model! {
    BatchSummary:
    allow: i64 = "allow",
    challenge: i64 = "challenge",
    deny: i64 = "deny",
    error: i64 = "error",
}

model! {
    /// On messages written by somebody who had not seen the engine.
    BlindQuality:
    name: String = "name",
    recall: MeasuredRate = "recall",
    false_positives: MeasuredRate = "false_positives",
    categories: Vec<CategoryRate> = "categories",
}

model! {
    BroadPermit:
    policy: Option<String> = "policy",
    name: String = "name",
    detail: String = "detail",
}

names! {
    CallContextIpKind:
    User = "user",
    Agent = "agent",
    Unknown = "unknown",
}

model! {
    /// What the caller knows of who acts. All of it may be left out.
    CallContext:
    user_id: Option<String> = "user_id",
    device_id: Option<String> = "device_id",
    ip_address: Option<String> = "ip_address",
    ip_kind: Option<CallContextIpKind> = "ip_kind",
    session_id: Option<String> = "session_id",
    agent_id: Option<String> = "agent_id",
    user_agent: Option<String> = "user_agent",
    /// The MCP revision of the message.
    protocol_version: Option<String> = "protocol_version",
    roles: Option<Vec<String>> = "roles",
    permissions: Option<Vec<String>> = "permissions",
    /// A JWT of who acts. Verified where the tenant has `issuers`; else not looked at, and listed in `ignored`.
    token: Option<String> = "token",
    /// Whatever policies are to see.
    attributes: Option<Map<String, Value>> = "attributes",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    trust_score: Option<Value> = "trust_score",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    trust: Option<Value> = "trust",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    trust_factors: Option<Value> = "trust_factors",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    behavioral_data: Option<Value> = "behavioral_data",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    risk_score: Option<Value> = "risk_score",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    location: Option<Value> = "location",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    country: Option<Value> = "country",
}

names! {
    CallOptionsMode:
    Full = "full",
    Fast = "fast",
}

model! {
    /// They can make a verdict stricter, never laxer.
    CallOptions:
    mode: Option<CallOptionsMode> = "mode",
    /// Followed only when stricter than what the tenant has.
    strictness: Option<Strictness> = "strictness",
    /// Adds `explanation`: what each argument was taken to be for, and why.
    explain: Option<bool> = "explain",
    /// A policy set in any state, by its id or its digest. It is judged in addition to what is in force, and the stricter decision stands.
    policy_set: Option<String> = "policy_set",
    receipt: Option<bool> = "receipt",
    /// Types of obligations that the enforcement point can do; `redact` is applying `modifications` too. What the verdict requires beyond them makes it a denial, `OBLIGATION_UNSUPPORTED`.
    supported_obligations: Option<Vec<String>> = "supported_obligations",
}

names! {
    Category:
    PromptInjection = "prompt_injection",
    ToolPoisoning = "tool_poisoning",
    SqlInjection = "sql_injection",
    CommandInjection = "command_injection",
    PathTraversal = "path_traversal",
    Ssrf = "ssrf",
    Xss = "xss",
    TemplateInjection = "template_injection",
    Xxe = "xxe",
    LdapInjection = "ldap_injection",
    NosqlInjection = "nosql_injection",
    Deserialization = "deserialization",
    SecretLeak = "secret_leak",
    PiiLeak = "pii_leak",
    UnicodeSmuggling = "unicode_smuggling",
    Exfiltration = "exfiltration",
    ProtocolViolation = "protocol_violation",
    ResourceExhaustion = "resource_exhaustion",
    Other = "other",
}

model! {
    CategoryRate:
    category: String = "category",
    rows: i64 = "rows",
    hits: i64 = "hits",
    rate: f64 = "rate",
    low: f64 = "low",
    high: f64 = "high",
}

names! {
    ChallengeType:
    StepUp = "step_up",
}

model! {
    /// Only with `challenge`: more proof of who acts is asked for.
    Challenge:
    r#type: ChallengeType = "type",
}

names! {
    Decision:
    Allow = "allow",
    Challenge = "challenge",
    Deny = "deny",
}

names! {
    Direction:
    Request = "request",
    Response = "response",
}

names! {
    EcKeyKty:
    Ec = "EC",
}

names! {
    EcKeyCrv:
    P256 = "P-256",
    P384 = "P-384",
    P521 = "P-521",
}

names! {
    EcKeyUse:
    Sig = "sig",
}

model! {
    EcKey:
    kty: EcKeyKty = "kty",
    crv: EcKeyCrv = "crv",
    x: String = "x",
    y: String = "y",
    kid: Option<String> = "kid",
    alg: Option<SignatureAlgorithm> = "alg",
    r#use: Option<EcKeyUse> = "use",
}

model! {
    Engine:
    version: String = "version",
    ruleset: String = "ruleset",
}

names! {
    EvaluationContextIpKind:
    User = "user",
    Agent = "agent",
    Unknown = "unknown",
}

model! {
    EvaluationContext:
    user_id: Option<String> = "user_id",
    device_id: Option<String> = "device_id",
    ip_address: Option<String> = "ip_address",
    ip_kind: Option<EvaluationContextIpKind> = "ip_kind",
    session_id: Option<String> = "session_id",
    agent_id: Option<String> = "agent_id",
    user_agent: Option<String> = "user_agent",
    /// The MCP revision of the message.
    protocol_version: Option<String> = "protocol_version",
    roles: Option<Vec<String>> = "roles",
    permissions: Option<Vec<String>> = "permissions",
    /// Whatever policies are to see.
    attributes: Option<Map<String, Value>> = "attributes",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    trust_score: Option<Value> = "trust_score",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    trust: Option<Value> = "trust",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    trust_factors: Option<Value> = "trust_factors",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    behavioral_data: Option<Value> = "behavioral_data",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    risk_score: Option<Value> = "risk_score",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    location: Option<Value> = "location",
    /// Accepted, not believed: the service computes it. Listed in `ignored`.
    country: Option<Value> = "country",
}

model! {
    /// As `expect` of the test.
    ExpectedOutcome:
    decision: Decision = "decision",
}

model! {
    ExplainedArgument:
    path: String = "path",
    /// Likeliest first; of two, that which minds a text less decides.
    roles: Vec<LikelyRole> = "roles",
}

model! {
    /// With `explain`: what each argument was taken to be for, and why.
    Explanation:
    roles: Vec<ExplainedArgument> = "roles",
    /// Arguments that are not listed because there are too many.
    left_out: i64 = "left_out",
}

model! {
    FactsOfApproval:
    id: Option<String> = "id",
    method: Option<String> = "method",
    age_s: Option<f64> = "age_s",
}

names! {
    FactsOfIdentityAssurance:
    Verified = "verified",
    Asserted = "asserted",
    None = "none",
}

model! {
    /// As if a token had said so.
    FactsOfIdentity:
    assurance: Option<FactsOfIdentityAssurance> = "assurance",
    roles: Option<Vec<String>> = "roles",
    groups: Option<Vec<String>> = "groups",
    scopes: Option<Vec<String>> = "scopes",
    claims: Option<BTreeMap<String, String>> = "claims",
    issuer: Option<Option<String>> = "issuer",
    acr: Option<Option<String>> = "acr",
    amr: Option<Vec<String>> = "amr",
    auth_age_s: Option<Option<f64>> = "auth_age_s",
}

model! {
    FactsOfSession:
    calls: Option<i64> = "calls",
    age_s: Option<f64> = "age_s",
    depth: Option<i64> = "depth",
}

model! {
    FactsOfTrust:
    score: f64 = "score",
    confidence: Option<f64> = "confidence",
    user: Option<f64> = "user",
    device: Option<f64> = "device",
    location: Option<f64> = "location",
    behaviour: Option<f64> = "behaviour",
    signals: Option<Vec<String>> = "signals",
}

names! {
    /// While the audit trail cannot be written: `closed` gives no verdict; `open` goes on, out of what was known last, keeps the verdicts in a journal, says `degraded: \["audit"\]`, and puts them into the trail later.
    FailMode:
    Closed = "closed",
    Open = "open",
}

model! {
    Fault:
    /// JSON Pointer to the place (RFC 6901).
    pointer: String = "pointer",
    detail: String = "detail",
}

model! {
    Finding:
    rule: String = "rule",
    category: Category = "category",
    layer: Layer = "layer",
    severity: Severity = "severity",
    score: f64 = "score",
    /// JSON Pointer from the root of the call.
    path: String = "path",
    /// UTF-16 offset into the text as sent.
    start: i64 = "start",
    end: i64 = "end",
    /// How the text was decoded before the rule matched.
    view: Option<String> = "view",
    role: Option<ArgumentRole> = "role",
    threat: String = "threat",
    references: Vec<String> = "references",
    fingerprint: String = "fingerprint",
    suppressed: bool = "suppressed",
    message: String = "message",
}

names! {
    ImportedListAction:
    Created = "created",
    Updated = "updated",
    Unchanged = "unchanged",
}

model! {
    ImportedList:
    name: String = "name",
    action: ImportedListAction = "action",
    entry_count: i64 = "entry_count",
}

names! {
    ImportedPolicyAction:
    Created = "created",
    Updated = "updated",
    Unchanged = "unchanged",
}

model! {
    ImportedPolicy:
    name: String = "name",
    id: String = "id",
    version: i64 = "version",
    action: ImportedPolicyAction = "action",
    warnings: Vec<Fault> = "warnings",
}

model! {
    InlineManifest:
    /// As `server.name` of calls.
    server: String = "server",
    tools: Vec<ToolDefinition> = "tools",
}

model! {
    InlinePolicy:
    /// How reasons name it; its limits and history are `\<id\>/\<limit\>` among the facts.
    id: String = "id",
    document: Map<String, Value> = "document",
}

model! {
    InstalledPack:
    name: String = "name",
    version: String = "version",
    /// SHA-256 of what the publisher signed; the install is pinned to it.
    digest: String = "digest",
    strength: PackStrength = "strength",
    /// As they took effect.
    params: BTreeMap<String, Value> = "params",
    installed_at: String = "installed_at",
    policies: Vec<InstalledPolicy> = "policies",
    /// Policies of an earlier install that this one does not have. They stay.
    left: Vec<PolicyName> = "left",
}

names! {
    /// `beside`: the policy of this name is in force and stays as it is; the new text watches beside it, under another name.
    InstalledPolicyStatus:
    Created = "created",
    Replaced = "replaced",
    Unchanged = "unchanged",
    Beside = "beside",
}

model! {
    InstalledPolicy:
    policy: String = "policy",
    id: String = "id",
    name: String = "name",
    version: i64 = "version",
    mode: PolicyMode = "mode",
    /// `beside`: the policy of this name is in force and stays as it is; the new text watches beside it, under another name.
    status: InstalledPolicyStatus = "status",
}

model! {
    Issuer:
    issuer: String = "issuer",
    audiences: Vec<String> = "audiences",
    jwks_uri: Option<String> = "jwks_uri",
    jwks: Option<JwkSet> = "jwks",
    algorithms: Vec<SignatureAlgorithm> = "algorithms",
    claims: IssuerClaims = "claims",
    valid_from: Option<String> = "valid_from",
    valid_until: Option<String> = "valid_until",
}

model! {
    IssuerClaims:
    user: String = "user",
    roles: String = "roles",
    groups: String = "groups",
    scopes: String = "scopes",
}

model! {
    IssuerClaimsText:
    user: Option<String> = "user",
    roles: Option<String> = "roles",
    groups: Option<String> = "groups",
    scopes: Option<String> = "scopes",
}

model! {
    IssuerText:
    /// `iss` of its tokens, to the character.
    issuer: String = "issuer",
    /// One of them must be in `aud`.
    audiences: Vec<String> = "audiences",
    /// Where its public keys are, https. Redirects are not followed.
    jwks_uri: Option<Option<String>> = "jwks_uri",
    /// Its public keys themselves, in place of `jwks_uri`.
    jwks: Option<Option<PublicKeySet>> = "jwks",
    algorithms: Option<Vec<SignatureAlgorithm>> = "algorithms",
    /// Where in the token to read; a JSON Pointer when it begins with `/`, else the name of a claim.
    claims: Option<IssuerClaimsText> = "claims",
    /// Believed from then on.
    valid_from: Option<Option<String>> = "valid_from",
    /// Believed until then.
    valid_until: Option<Option<String>> = "valid_until",
}

model! {
    Job:
    id: String = "id",
    kind: String = "kind",
    state: JobState = "state",
    /// Null before the first step and after the end.
    progress: Option<JobProgress> = "progress",
    /// Why it has failed: `abandoned` when processes died over it, else `internal`.
    error: Option<String> = "error",
    created_at: String = "created_at",
    started_at: Option<String> = "started_at",
    finished_at: Option<String> = "finished_at",
}

model! {
    JobPage:
    data: Vec<Job> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

model! {
    JobProgress:
    examined: i64 = "examined",
    /// Of the period, in \[0, 1\].
    share: f64 = "share",
    outcomes: ReplayOutcomes = "outcomes",
}

names! {
    JobState:
    Queued = "queued",
    Running = "running",
    Done = "done",
    Failed = "failed",
    Cancelled = "cancelled",
}

model! {
    JobWithResult:
    id: String = "id",
    kind: String = "kind",
    state: JobState = "state",
    /// Null before the first step and after the end.
    progress: Option<JobProgress> = "progress",
    /// Why it has failed: `abandoned` when processes died over it, else `internal`.
    error: Option<String> = "error",
    created_at: String = "created_at",
    started_at: Option<String> = "started_at",
    finished_at: Option<String> = "finished_at",
    result: Option<ReplayReport> = "result",
}

model! {
    /// A public JWK.
    Jwk:
    kty: String = "kty",
}

model! {
    JwkSet:
    keys: Vec<Jwk> = "keys",
}

model! {
    Key:
    id: String = "id",
    name: String = "name",
    /// The first characters of the key.
    hint: String = "hint",
    scopes: Vec<Scope> = "scopes",
    expires_at: Option<String> = "expires_at",
    revoked_at: Option<String> = "revoked_at",
    /// When a call was last let in with it; some minutes old.
    last_used_at: Option<String> = "last_used_at",
    /// Networks from which alone it may be used; null: from anywhere.
    ip_allow: Option<Vec<String>> = "ip_allow",
    /// The key whose place it takes.
    rotated_from: Option<String> = "rotated_from",
    /// The key that takes its place.
    replaced_by: Option<String> = "replaced_by",
    created_at: String = "created_at",
}

names! {
    KeyMode:
    Live = "live",
    Test = "test",
}

model! {
    KeyPage:
    data: Vec<Key> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

model! {
    KeyRotation:
    overlap_seconds: Option<i64> = "overlap_seconds",
}

model! {
    KeyWish:
    name: String = "name",
    scopes: Vec<Scope> = "scopes",
    mode: Option<KeyMode> = "mode",
    expires_at: Option<Option<String>> = "expires_at",
    /// Networks from which alone it may be used. Default: those of the calling key.
    ip_allow: Option<Option<Vec<String>>> = "ip_allow",
}

model! {
    KindRate:
    kind: String = "kind",
    rows: i64 = "rows",
    hits: i64 = "hits",
    rate: f64 = "rate",
    low: f64 = "low",
    high: f64 = "high",
}

names! {
    Layer:
    Network = "network",
    Gateway = "gateway",
    Authentication = "authentication",
    Authorization = "authorization",
    Application = "application",
    Data = "data",
    Audit = "audit",
}

model! {
    LeftOutQuality:
    macro_recall: f64 = "macro_recall",
    false_positives: MeasuredRate = "false_positives",
    categories: Vec<CategoryRate> = "categories",
}

model! {
    LikelyRole:
    role: ArgumentRole = "role",
    confidence: f64 = "confidence",
    why: String = "why",
}

names! {
    /// `list_too_large`: its JSON has more than 524288 bytes; `file_full`: with it all lists would have more than 4194304; `absent`: there is no such list.
    ListLeftOutReason:
    ListTooLarge = "list_too_large",
    FileFull = "file_full",
    Absent = "absent",
}

model! {
    ListLeftOut:
    name: String = "name",
    /// `list_too_large`: its JSON has more than 524288 bytes; `file_full`: with it all lists would have more than 4194304; `absent`: there is no such list.
    reason: ListLeftOutReason = "reason",
    entry_count: i64 = "entry_count",
}

names! {
    LiveStatus:
    Ok = "ok",
}

model! {
    Live:
    status: LiveStatus = "status",
}

model! {
    Manifest:
    id: String = "id",
    /// As `server.name` of the calls.
    name: String = "name",
    tool_count: i64 = "tool_count",
    /// SHA-256 of the definitions; the ETag.
    digest: String = "digest",
    created_at: String = "created_at",
    updated_at: String = "updated_at",
    tools: Vec<RegisteredTool> = "tools",
    /// Tools without `context.input`, and why; their arguments stand in `context.args`, `nums` and `decimals`.
    untyped: Vec<UntypedTool> = "untyped",
    /// Of the definitions, when they were registered; `path` begins at the body.
    findings: Vec<Finding> = "findings",
    /// Policies in force or in shadow that were written for other arguments: calls of these tools are refused (`POLICY_ERROR`) until they are written again.
    unfit: Vec<UnfitPolicy> = "unfit",
}

model! {
    ManifestText:
    tools: Vec<ToolDefinition> = "tools",
}

model! {
    McpServer:
    name: Option<String> = "name",
    url: Option<String> = "url",
    version: Option<String> = "version",
}

model! {
    MeasuredCategory:
    category: String = "category",
    rows: i64 = "rows",
    hits: i64 = "hits",
    rate: f64 = "rate",
    low: f64 = "low",
    high: f64 = "high",
    same_category: f64 = "same_category",
    sources: Vec<SourceRate> = "sources",
}

model! {
    MeasuredCorpus:
    name: String = "name",
    digest: String = "digest",
    rows: i64 = "rows",
    sources: i64 = "sources",
}

model! {
    /// `hits` of `rows`, with the 95 % interval of Wilson.
    MeasuredRate:
    rows: i64 = "rows",
    hits: i64 = "hits",
    rate: f64 = "rate",
    low: f64 = "low",
    high: f64 = "high",
}

names! {
    ModificationOp:
    Replace = "replace",
    Move = "move",
}

model! {
    /// RFC 6902: an edit that the enforcement point should make.
    Modification:
    op: ModificationOp = "op",
    path: String = "path",
    from: Option<String> = "from",
    value: Option<String> = "value",
}

model! {
    NamedList:
    id: String = "id",
    name: String = "name",
    kind: NamedListKind = "kind",
    entry_count: i64 = "entry_count",
    /// SHA-256 of kind and entries; its ETag.
    digest: String = "digest",
    created_at: String = "created_at",
    updated_at: String = "updated_at",
    entries: Vec<String> = "entries",
}

model! {
    NamedListChange:
    /// Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once.
    add: Option<Vec<String>> = "add",
    /// Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once.
    remove: Option<Vec<String>> = "remove",
}

model! {
    NamedListHead:
    id: String = "id",
    name: String = "name",
    kind: NamedListKind = "kind",
    entry_count: i64 = "entry_count",
    /// SHA-256 of kind and entries; its ETag.
    digest: String = "digest",
    created_at: String = "created_at",
    updated_at: String = "updated_at",
}

names! {
    NamedListKind:
    Networks = "networks",
    Texts = "texts",
}

model! {
    NamedListPage:
    data: Vec<NamedListHead> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

model! {
    NamedListText:
    kind: NamedListKind = "kind",
    /// Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once.
    entries: Vec<String> = "entries",
}

model! {
    NewKey:
    id: String = "id",
    name: String = "name",
    /// The first characters of the key.
    hint: String = "hint",
    scopes: Vec<Scope> = "scopes",
    expires_at: Option<String> = "expires_at",
    revoked_at: Option<String> = "revoked_at",
    /// When a call was last let in with it; some minutes old.
    last_used_at: Option<String> = "last_used_at",
    /// Networks from which alone it may be used; null: from anywhere.
    ip_allow: Option<Vec<String>> = "ip_allow",
    /// The key whose place it takes.
    rotated_from: Option<String> = "rotated_from",
    /// The key that takes its place.
    replaced_by: Option<String> = "replaced_by",
    created_at: String = "created_at",
    /// The key itself. Shown once.
    key: String = "key",
}

model! {
    /// Its other members are those of its type.
    Obligation:
    r#type: ObligationType = "type",
}

names! {
    ObligationType:
    Redact = "redact",
    Alert = "alert",
    Log = "log",
    SetHeaders = "set_headers",
    FilterItems = "filter_items",
    LimitTtl = "limit_ttl",
}

names! {
    OkpKeyKty:
    Okp = "OKP",
}

names! {
    OkpKeyCrv:
    Ed25519 = "Ed25519",
}

names! {
    OkpKeyUse:
    Sig = "sig",
}

model! {
    OkpKey:
    kty: OkpKeyKty = "kty",
    crv: OkpKeyCrv = "crv",
    x: String = "x",
    kid: Option<String> = "kid",
    alg: Option<SignatureAlgorithm> = "alg",
    r#use: Option<OkpKeyUse> = "use",
}

names! {
    /// Whether it can ever allow anything.
    PackAdds:
    Forbids = "forbids",
    ForbidsAndPermits = "forbids and permits",
}

model! {
    Pack:
    name: String = "name",
    /// Why it does not install; null when it does.
    refused: Option<String> = "refused",
    version: Option<String> = "version",
    digest: Option<String> = "digest",
    publisher: Option<String> = "publisher",
    title: Option<String> = "title",
    summary: Option<String> = "summary",
    servers: Vec<PackServer> = "servers",
    /// Whether it can ever allow anything.
    adds: Option<PackAdds> = "adds",
    /// Facts that its policies ask for.
    needs: Vec<String> = "needs",
    compliance: Vec<String> = "compliance",
    /// The pack to take instead.
    deprecated_by: Option<String> = "deprecated_by",
    /// JSON Schema of the parameters.
    params: Map<String, Value> = "params",
    /// What parameters are at each strength, where not as by default.
    strengths: BTreeMap<String, BTreeMap<String, Value>> = "strengths",
    policies: Vec<PackPolicy> = "policies",
    installed: Option<PackInstall> = "installed",
}

model! {
    PackCatalogue:
    data: Vec<Pack> = "data",
}

model! {
    PackInstall:
    version: String = "version",
    /// SHA-256 of what the publisher signed; the install is pinned to it.
    digest: String = "digest",
    strength: PackStrength = "strength",
    /// As they took effect.
    params: BTreeMap<String, Value> = "params",
    installed_at: String = "installed_at",
}

model! {
    PackPolicy:
    name: String = "name",
    summary: String = "summary",
    tests: i64 = "tests",
}

model! {
    PackServer:
    package: String = "package",
    tools: Vec<String> = "tools",
}

names! {
    PackStrength:
    Recommended = "recommended",
    Strict = "strict",
    Permissive = "permissive",
}

model! {
    PackWish:
    strength: Option<PackStrength> = "strength",
    /// As the pack describes them; what is left out is as the strength has it.
    params: Option<BTreeMap<String, Value>> = "params",
}

names! {
    Plan:
    Free = "free",
    Standard = "standard",
    Unlimited = "unlimited",
}

model! {
    Policy:
    id: String = "id",
    name: String = "name",
    /// False when `mode` is `off`.
    enabled: bool = "enabled",
    mode: PolicyMode = "mode",
    /// Versions are immutable; each change adds one.
    version: i64 = "version",
    document: Map<String, Value> = "document",
    tests: Vec<PolicyTest> = "tests",
    /// What is no fault, and yet not what anybody means. Pointers go into the document.
    warnings: Vec<Fault> = "warnings",
    /// SHA-256 of the version; its ETag.
    digest: String = "digest",
    created_at: String = "created_at",
    updated_at: String = "updated_at",
}

model! {
    PolicyCandidate:
    name: Option<String> = "name",
    /// As `document` of `POST /policies`; anything is looked at.
    document: Value = "document",
    /// As `tests` of `POST /policies`; anything is looked at.
    tests: Option<Value> = "tests",
}

model! {
    PolicyChanges:
    policy: String = "policy",
    newly_denied: i64 = "newly_denied",
    newly_allowed: i64 = "newly_allowed",
    newly_challenged: i64 = "newly_challenged",
}

model! {
    PolicyEvaluation:
    /// In place of those in force.
    policies: Option<Vec<InlinePolicy>> = "policies",
    posture: Option<Posture> = "posture",
    /// Tools as servers would answer them to `tools/list`, in the place of what is registered of those servers: policies may name them, with their typed `context.input`, and the definition of the called tool is its `tool`, unless the call has one. Nothing of it is stored. At most 100 tools in all.
    manifests: Option<Vec<InlineManifest>> = "manifests",
    /// The MCP message, raw.
    request: Option<Map<String, Value>> = "request",
    /// When present, the response is judged; `request` then gives its method and tool.
    response: Option<Map<String, Value>> = "response",
    /// What is known of the called tool: name, description, inputSchema, annotations.
    tool: Option<Map<String, Value>> = "tool",
    server: Option<McpServer> = "server",
    context: Option<EvaluationContext> = "context",
    /// What would be known besides the call; see tests of policies.
    facts: Option<PolicyTestFacts> = "facts",
    options: Option<AnsweringOptions> = "options",
}

names! {
    PolicyFileFormat:
    CountersignPolicies1 = "countersign.policies/1",
}

model! {
    PolicyFile:
    format: PolicyFileFormat = "format",
    policies: Vec<PolicyFileEntry> = "policies",
    /// Names of the lists that the policies speak of.
    lists: Vec<String> = "lists",
    /// Those of them that there are, with their entries.
    named_lists: Vec<PolicyFileList> = "named_lists",
    /// Those that are not among `named_lists`, and why. `GET /lists/{name}` tells the entries.
    lists_left_out: Vec<ListLeftOut> = "lists_left_out",
}

model! {
    PolicyFileEntry:
    name: String = "name",
    mode: PolicyMode = "mode",
    document: Map<String, Value> = "document",
    tests: Vec<PolicyTest> = "tests",
}

model! {
    PolicyFileList:
    name: String = "name",
    kind: NamedListKind = "kind",
    /// Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once.
    entries: Vec<String> = "entries",
}

names! {
    PolicyImportFormat:
    CountersignPolicies1 = "countersign.policies/1",
}

model! {
    PolicyImport:
    format: Option<PolicyImportFormat> = "format",
    policies: Vec<PolicyText> = "policies",
    /// Names of the lists that the policies speak of.
    lists: Option<Vec<String>> = "lists",
    /// Lists that are to be made, or replaced where they differ.
    named_lists: Option<Vec<PolicyFileList>> = "named_lists",
    /// As it was exported; nothing is done about them.
    lists_left_out: Option<Vec<ListLeftOut>> = "lists_left_out",
}

model! {
    PolicyImportResult:
    id: String = "id",
    dry_run: bool = "dry_run",
    policies: Vec<ImportedPolicy> = "policies",
    lists: Vec<ImportedList> = "lists",
}

names! {
    PolicyMode:
    Enforce = "enforce",
    Shadow = "shadow",
    Off = "off",
}

model! {
    PolicyName:
    id: String = "id",
    name: String = "name",
}

model! {
    PolicyPage:
    data: Vec<Policy> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

model! {
    PolicyQuestion:
    /// As `document` of `POST /policies`; anything is looked at.
    document: Option<Value> = "document",
    /// As `tests` of `POST /policies`; anything is looked at.
    tests: Option<Value> = "tests",
    policies: Option<Vec<PolicyCandidate>> = "policies",
}

model! {
    PolicySet:
    id: String = "id",
    name: String = "name",
    state: PolicySetState = "state",
    /// SHA-256 of the canonical JSON (RFC 8785) of `{policies, settings, lists}`.
    digest: String = "digest",
    policy_count: i64 = "policy_count",
    created_at: String = "created_at",
    updated_at: String = "updated_at",
    policies: Vec<PolicySetMember> = "policies",
    settings: PolicySetSettings = "settings",
    /// Named lists, as they were then.
    lists: Vec<PolicySetList> = "lists",
}

model! {
    PolicySetList:
    name: String = "name",
    digest: String = "digest",
}

model! {
    PolicySetMember:
    id: String = "id",
    version: i64 = "version",
    digest: String = "digest",
}

model! {
    PolicySetPage:
    data: Vec<PolicySetSummary> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

model! {
    /// Those of the tenant when the set was made. What the tenant has now stays in force.
    PolicySetSettings:
    posture: String = "posture",
    strictness: String = "strictness",
}

names! {
    PolicySetState:
    Draft = "draft",
    Shadow = "shadow",
    Active = "active",
    Archived = "archived",
}

model! {
    PolicySetSummary:
    id: String = "id",
    name: String = "name",
    state: PolicySetState = "state",
    /// SHA-256 of the canonical JSON (RFC 8785) of `{policies, settings, lists}`.
    digest: String = "digest",
    policy_count: i64 = "policy_count",
    created_at: String = "created_at",
    updated_at: String = "updated_at",
}

model! {
    PolicySetText:
    name: String = "name",
    /// `current`: every policy of mode `enforce`, as it is now.
    policies: Value = "policies",
}

model! {
    PolicyTest:
    name: String = "name",
    /// The MCP message, raw.
    request: Option<Map<String, Value>> = "request",
    /// When present, the response is judged; `request` then gives its method and tool.
    response: Option<Map<String, Value>> = "response",
    /// What is known of the called tool: name, description, inputSchema, annotations.
    tool: Option<Map<String, Value>> = "tool",
    server: Option<McpServer> = "server",
    context: Option<PolicyTestContext> = "context",
    facts: Option<PolicyTestFacts> = "facts",
    options: Option<AnsweringOptions> = "options",
    expect: PolicyTestExpectation = "expect",
}

names! {
    PolicyTestContextIpKind:
    User = "user",
    Agent = "agent",
    Unknown = "unknown",
}

model! {
    PolicyTestContext:
    user_id: Option<String> = "user_id",
    device_id: Option<String> = "device_id",
    ip_address: Option<String> = "ip_address",
    ip_kind: Option<PolicyTestContextIpKind> = "ip_kind",
    session_id: Option<String> = "session_id",
    agent_id: Option<String> = "agent_id",
    user_agent: Option<String> = "user_agent",
    /// The MCP revision of the message.
    protocol_version: Option<String> = "protocol_version",
    roles: Option<Vec<String>> = "roles",
    permissions: Option<Vec<String>> = "permissions",
    /// Whatever policies are to see.
    attributes: Option<Map<String, Value>> = "attributes",
}

model! {
    PolicyTestExpectation:
    decision: Decision = "decision",
    /// Codes that must be among the reasons.
    reasons: Option<Vec<ReasonCode>> = "reasons",
    /// Types that must be among the obligations.
    obligations: Option<Vec<ObligationType>> = "obligations",
}

model! {
    PolicyTestFacts:
    /// Required in tests of a policy that looks at the clock.
    now: Option<String> = "now",
    identity: Option<FactsOfIdentity> = "identity",
    country: Option<Option<String>> = "country",
    asn: Option<Option<i64>> = "asn",
    trust: Option<Option<FactsOfTrust>> = "trust",
    /// Of the session. Without, they are not known, and what looks at them refuses.
    labels: Option<Vec<String>> = "labels",
    /// As if the call had been approved: challenges are met.
    approval: Option<FactsOfApproval> = "approval",
    /// Of the session; `context.session_id` must name one.
    session: Option<FactsOfSession> = "session",
    /// By id of the limit: whether the call still fits. It does when left out.
    counters: Option<BTreeMap<String, Option<bool>>> = "counters",
    /// By id: whether it is as required. Without, it is as in a session in which nothing has happened.
    history: Option<BTreeMap<String, Option<bool>>> = "history",
}

model! {
    PolicyTestOutcome:
    decision: Decision = "decision",
    status: i64 = "status",
    reasons: Vec<ReasonCode> = "reasons",
    obligations: Vec<ObligationType> = "obligations",
}

model! {
    PolicyTestResult:
    name: String = "name",
    passed: bool = "passed",
    expected: ExpectedOutcome = "expected",
    got: PolicyTestOutcome = "got",
}

model! {
    PolicyTestRun:
    passed: bool = "passed",
    tests: Vec<PolicyTestResult> = "tests",
}

model! {
    PolicyTests:
    tests: Option<Vec<PolicyTest>> = "tests",
}

model! {
    PolicyText:
    name: String = "name",
    /// An older way to say `mode`: true is `enforce`, false is `off`.
    enabled: Option<bool> = "enabled",
    /// `shadow`: what the policy would say is shown and decides nothing. `enforce` when left out.
    mode: Option<PolicyMode> = "mode",
    document: Map<String, Value> = "document",
    /// Run before the policy is stored; one that fails refuses it. At most 50.
    tests: Option<Vec<PolicyTest>> = "tests",
}

model! {
    PolicyValidation:
    name: Option<String> = "name",
    valid: bool = "valid",
    /// Pointers go into the body.
    errors: Vec<Fault> = "errors",
    warnings: Vec<Fault> = "warnings",
    /// What the document comes to.
    cedar: Option<String> = "cedar",
    /// The facts that would have to be known.
    needs: Option<Map<String, Value>> = "needs",
    tests: Vec<PolicyTestResult> = "tests",
}

model! {
    PolicyValidations:
    valid: bool = "valid",
    policies: Vec<PolicyValidation> = "policies",
}

model! {
    /// As it was written at `created_at`.
    PolicyVersion:
    id: String = "id",
    name: String = "name",
    /// False when `mode` is `off`.
    enabled: bool = "enabled",
    mode: PolicyMode = "mode",
    /// Versions are immutable; each change adds one.
    version: i64 = "version",
    document: Map<String, Value> = "document",
    tests: Vec<PolicyTest> = "tests",
    /// What is no fault, and yet not what anybody means. Pointers go into the document.
    warnings: Vec<Fault> = "warnings",
    /// SHA-256 of the version; its ETag.
    digest: String = "digest",
    created_at: String = "created_at",
}

model! {
    PolicyVersionPage:
    data: Vec<PolicyVersion> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

names! {
    /// What stands when no policy speaks.
    Posture:
    Starter = "starter",
    Strict = "strict",
}

model! {
    Problem:
    r#type: String = "type",
    title: String = "title",
    status: i64 = "status",
    detail: String = "detail",
    code: ProblemCode = "code",
    request_id: String = "request_id",
    /// All faults at once, 100 at most.
    errors: Option<Vec<Fault>> = "errors",
}

names! {
    ProblemCode:
    JsonInvalid = "JSON_INVALID",
    Utf8Invalid = "UTF8_INVALID",
    JsonRefused = "JSON_REFUSED",
    RequestInvalid = "REQUEST_INVALID",
    IdempotencyKeyInvalid = "IDEMPOTENCY_KEY_INVALID",
    KeyMissing = "KEY_MISSING",
    KeyInvalid = "KEY_INVALID",
    KeyRevoked = "KEY_REVOKED",
    KeyExpired = "KEY_EXPIRED",
    ScopeMissing = "SCOPE_MISSING",
    KeyAddressRefused = "KEY_ADDRESS_REFUSED",
    ScopesTooWide = "SCOPES_TOO_WIDE",
    SignupCodeInvalid = "SIGNUP_CODE_INVALID",
    SignupClosed = "SIGNUP_CLOSED",
    NotFound = "NOT_FOUND",
    MethodNotAllowed = "METHOD_NOT_ALLOWED",
    BodyTimeout = "BODY_TIMEOUT",
    HeadersTimeout = "HEADERS_TIMEOUT",
    KeyEnded = "KEY_ENDED",
    SignupMailboxTaken = "SIGNUP_MAILBOX_TAKEN",
    KeysMaxReached = "KEYS_MAX_REACHED",
    PoliciesMaxReached = "POLICIES_MAX_REACHED",
    PackRefused = "PACK_REFUSED",
    PolicySetsMaxReached = "POLICY_SETS_MAX_REACHED",
    PolicySetState = "POLICY_SET_STATE",
    SuppressionsMaxReached = "SUPPRESSIONS_MAX_REACHED",
    ListsMaxReached = "LISTS_MAX_REACHED",
    ListsFull = "LISTS_FULL",
    ListInUse = "LIST_IN_USE",
    ServersFull = "SERVERS_FULL",
    PoliciesUnfit = "POLICIES_UNFIT",
    ToolGroupInUse = "TOOL_GROUP_IN_USE",
    JobsMaxReached = "JOBS_MAX_REACHED",
    JobEnded = "JOB_ENDED",
    IdempotencyInProgress = "IDEMPOTENCY_IN_PROGRESS",
    PreconditionFailed = "PRECONDITION_FAILED",
    BodyTooLarge = "BODY_TOO_LARGE",
    MediaTypeUnsupported = "MEDIA_TYPE_UNSUPPORTED",
    BodyInvalid = "BODY_INVALID",
    PackParamsInvalid = "PACK_PARAMS_INVALID",
    PolicyTestsFailed = "POLICY_TESTS_FAILED",
    SuppressionTooWide = "SUPPRESSION_TOO_WIDE",
    IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED",
    QueryInvalid = "QUERY_INVALID",
    PreconditionRequired = "PRECONDITION_REQUIRED",
    KeyAttemptsExceeded = "KEY_ATTEMPTS_EXCEEDED",
    RateLimited = "RATE_LIMITED",
    QuotaExceeded = "QUOTA_EXCEEDED",
    HeadersTooLarge = "HEADERS_TOO_LARGE",
    Internal = "INTERNAL",
    MailUnavailable = "MAIL_UNAVAILABLE",
    StoreUnavailable = "STORE_UNAVAILABLE",
    AuditUnavailable = "AUDIT_UNAVAILABLE",
    Overloaded = "OVERLOADED",
    NotReady = "NOT_READY",
}

kinds! {
    /// A public JWK with no more than it takes to verify; a secret member is refused.
    PublicKey by "kty":
    Rsa(RsaKey) = "RSA",
    Ec(EcKey) = "EC",
    Okp(OkpKey) = "OKP",
}

model! {
    PublicKeySet:
    keys: Vec<PublicKey> = "keys",
}

names! {
    QualityStrictness:
    Standard = "standard",
}

model! {
    Quality:
    engine: Engine = "engine",
    /// Whether the engine that answers is the one that was measured.
    is_current: bool = "is_current",
    strictness: QualityStrictness = "strictness",
    corpus: MeasuredCorpus = "corpus",
    /// Mean of the recall over the categories.
    macro_recall: f64 = "macro_recall",
    recall: MeasuredRate = "recall",
    false_positives: MeasuredRate = "false_positives",
    categories: Vec<MeasuredCategory> = "categories",
    benign: Vec<KindRate> = "benign",
    benign_sources: Vec<SourceRate> = "benign_sources",
    blind: BlindQuality = "blind",
    /// Each source left out in turn when the learned part is trained.
    left_out: Option<LeftOutQuality> = "left_out",
}

model! {
    Rate:
    per_second: f64 = "per_second",
    /// How many may come at once.
    burst: i64 = "burst",
}

model! {
    /// Above the limit, what would be allowed is denied with status 429 and the reason `RATE_LIMIT`. Null is no limit.
    RateLimits:
    /// Judged requests of one `context.user_id`, else `context.agent_id`; those without either are not counted.
    principal: Option<Rate> = "principal",
    /// Judged calls of one tool of one server.
    tool: Option<Rate> = "tool",
}

model! {
    RateLimitsPatch:
    /// Judged requests of one `context.user_id`, else `context.agent_id`; those without either are not counted.
    principal: Option<Option<Rate>> = "principal",
    /// Judged calls of one tool of one server.
    tool: Option<Option<Rate>> = "tool",
}

names! {
    ReadyStatus:
    Ok = "ok",
}

names! {
    ReadyDatabase:
    Ok = "ok",
}

names! {
    ReadyLimiter:
    Ok = "ok",
    Degraded = "degraded",
}

model! {
    Ready:
    status: ReadyStatus = "status",
    database: ReadyDatabase = "database",
    limiter: ReadyLimiter = "limiter",
}

model! {
    Reason:
    code: ReasonCode = "code",
    layer: Layer = "layer",
    severity: Severity = "severity",
    message: String = "message",
    /// The policy that decided.
    policy: Option<String> = "policy",
}

names! {
    ReasonCode:
    ProtocolViolation = "PROTOCOL_VIOLATION",
    TokenInvalid = "TOKEN_INVALID",
    TokenAlgorithm = "TOKEN_ALGORITHM",
    TokenIssuer = "TOKEN_ISSUER",
    TokenAudience = "TOKEN_AUDIENCE",
    TokenExpired = "TOKEN_EXPIRED",
    TokenNotYetValid = "TOKEN_NOT_YET_VALID",
    TokenKeyUnknown = "TOKEN_KEY_UNKNOWN",
    TokenIssuerUnavailable = "TOKEN_ISSUER_UNAVAILABLE",
    TokenSubject = "TOKEN_SUBJECT",
    SecretLeak = "SECRET_LEAK",
    PiiLeak = "PII_LEAK",
    CommandInjection = "COMMAND_INJECTION",
    SqlInjection = "SQL_INJECTION",
    PathTraversal = "PATH_TRAVERSAL",
    Ssrf = "SSRF",
    UnicodeSmuggling = "UNICODE_SMUGGLING",
    PromptInjection = "PROMPT_INJECTION",
    ToolPoisoning = "TOOL_POISONING",
    Xss = "XSS",
    TemplateInjection = "TEMPLATE_INJECTION",
    Xxe = "XXE",
    LdapInjection = "LDAP_INJECTION",
    NosqlInjection = "NOSQL_INJECTION",
    Deserialization = "DESERIALIZATION",
    Exfiltration = "EXFILTRATION",
    ResourceExhaustion = "RESOURCE_EXHAUSTION",
    Other = "OTHER",
    PolicyError = "POLICY_ERROR",
    IdentityRequirement = "IDENTITY_REQUIREMENT",
    TimeRestriction = "TIME_RESTRICTION",
    CountryUnknown = "COUNTRY_UNKNOWN",
    LocationRestriction = "LOCATION_RESTRICTION",
    TrustRequirement = "TRUST_REQUIREMENT",
    ResourceLimit = "RESOURCE_LIMIT",
    ArgumentRestriction = "ARGUMENT_RESTRICTION",
    FindingRestriction = "FINDING_RESTRICTION",
    SessionRestriction = "SESSION_RESTRICTION",
    HistoryRequirement = "HISTORY_REQUIREMENT",
    PolicyDenied = "POLICY_DENIED",
    ToolDenied = "TOOL_DENIED",
    MethodDenied = "METHOD_DENIED",
    NoPermit = "NO_PERMIT",
    ObligationUnsupported = "OBLIGATION_UNSUPPORTED",
    RateLimit = "RATE_LIMIT",
}

model! {
    RegisteredTool:
    name: String = "name",
}

model! {
    /// Only verdicts that were recorded like this.
    ReplayFilter:
    decision: Option<Decision> = "decision",
    method: Option<String> = "method",
    tool: Option<String> = "tool",
}

model! {
    /// `input`: it was erased or has expired; `argument`: it was redacted, or is that of the request which a response answers; `fact`: nobody had looked for it.
    ReplayGaps:
    input: i64 = "input",
    argument: i64 = "argument",
    fact: i64 = "fact",
}

model! {
    ReplayOutcomes:
    unchanged: i64 = "unchanged",
    newly_denied: i64 = "newly_denied",
    newly_allowed: i64 = "newly_allowed",
    newly_challenged: i64 = "newly_challenged",
    unknown: i64 = "unknown",
}

model! {
    ReplayPolicy:
    /// In place of the policy of the set that has this id.
    id: Option<String> = "id",
    document: Map<String, Value> = "document",
}

model! {
    ReplayReport:
    /// Of the policies that were replayed.
    set_digest: String = "set_digest",
    /// Of what was in force when the replay began.
    active_digest: String = "active_digest",
    /// What is in force has changed since.
    stale: bool = "stale",
    examined: i64 = "examined",
    /// There were more records than `max`.
    is_cut_short: bool = "is_cut_short",
    newest: Option<String> = "newest",
    oldest: Option<String> = "oldest",
    outcomes: ReplayOutcomes = "outcomes",
    unknown_because: ReplayGaps = "unknown_because",
    /// By which policies most verdicts change; of those newly allowed, the ones that had denied them.
    top_policies: Vec<PolicyChanges> = "top_policies",
    /// Policies of the set of which no statement held, 100 at most.
    never_matching: Vec<String> = "never_matching",
    never_matching_count: i64 = "never_matching_count",
    samples: ReplaySamples = "samples",
    /// SHA-256 of the canonical JSON of the rest, without `stale`.
    digest: String = "digest",
}

model! {
    /// Ids of verdicts, the newest, 50 at most of each.
    ReplaySamples:
    newly_denied: Vec<String> = "newly_denied",
    newly_allowed: Vec<String> = "newly_allowed",
    newly_challenged: Vec<String> = "newly_challenged",
    unknown: Vec<String> = "unknown",
}

model! {
    ReplayWish:
    /// `current` for what is in force now, or the id of a policy set.
    set: Option<String> = "set",
    /// Instead of a set, or in place of some of its policies and besides.
    policies: Option<Vec<ReplayPolicy>> = "policies",
    /// Inclusive; without it, 30 days before `to`.
    from: Option<String> = "from",
    /// Exclusive; without it, now.
    to: Option<String> = "to",
    filter: Option<ReplayFilter> = "filter",
    /// Records that are examined at most, the newest first.
    max: Option<i64> = "max",
}

model! {
    RequestedPolicySet:
    set: String = "set",
    digest: String = "digest",
}

names! {
    RsaKeyKty:
    Rsa = "RSA",
}

names! {
    RsaKeyUse:
    Sig = "sig",
}

model! {
    RsaKey:
    kty: RsaKeyKty = "kty",
    n: String = "n",
    e: String = "e",
    kid: Option<String> = "kid",
    alg: Option<SignatureAlgorithm> = "alg",
    r#use: Option<RsaKeyUse> = "use",
}

names! {
    Scope:
    Validate = "validate",
    KeysRead = "keys:read",
    KeysWrite = "keys:write",
    PoliciesRead = "policies:read",
    PoliciesWrite = "policies:write",
    AuditRead = "audit:read",
    TenantRead = "tenant:read",
    TenantWrite = "tenant:write",
    UsageRead = "usage:read",
}

model! {
    Server:
    id: String = "id",
    /// As `server.name` of the calls.
    name: String = "name",
    tool_count: i64 = "tool_count",
    /// SHA-256 of the definitions; the ETag.
    digest: String = "digest",
    created_at: String = "created_at",
    updated_at: String = "updated_at",
}

model! {
    ServerPage:
    data: Vec<Server> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

names! {
    Severity:
    Low = "low",
    Medium = "medium",
    High = "high",
    Critical = "critical",
}

model! {
    ShadowOutcome:
    /// Null: what is in force, with every policy of mode `shadow`.
    set: Option<String> = "set",
    decision: Decision = "decision",
    /// What the enforcement point should answer.
    status: i64 = "status",
    determining: Vec<String> = "determining",
    /// What is counted or remembered for it could not be told: policies that wait for that say nothing here.
    is_partial: bool = "is_partial",
}

model! {
    SignUp:
    email: String = "email",
    name: String = "name",
}

model! {
    SignUpVerification:
    email: String = "email",
    code: String = "code",
}

names! {
    SignatureAlgorithm:
    Rs256 = "RS256",
    Rs384 = "RS384",
    Rs512 = "RS512",
    Ps256 = "PS256",
    Ps384 = "PS384",
    Ps512 = "PS512",
    Es256 = "ES256",
    Es384 = "ES384",
    Es512 = "ES512",
    EdDsa = "EdDSA",
}

model! {
    SignedUp:
    tenant: Tenant = "tenant",
    api_key: NewKey = "api_key",
}

model! {
    SourceRate:
    source: String = "source",
    rows: i64 = "rows",
    hits: i64 = "hits",
    rate: f64 = "rate",
    low: f64 = "low",
    high: f64 = "high",
}

names! {
    Strictness:
    Minimal = "minimal",
    Standard = "standard",
    Maximum = "maximum",
}

model! {
    Suppression:
    id: String = "id",
    rule: String = "rule",
    server: Option<String> = "server",
    tool: Option<String> = "tool",
    path: String = "path",
    reason: String = "reason",
    expires_at: String = "expires_at",
    created_at: String = "created_at",
}

model! {
    SuppressionPage:
    data: Vec<Suppression> = "data",
    /// For the next page; null: this is the last.
    next_cursor: Option<String> = "next_cursor",
}

model! {
    SuppressionText:
    /// As in `findings\[\].rule`.
    rule: String = "rule",
    /// As `server.name` of the calls; null: any.
    server: Option<Option<String>> = "server",
    /// The called tool; null: any, and messages that call none.
    tool: Option<Option<String>> = "tool",
    /// JSON Pointer of the finding, as verdicts show it; the token `*` stands for any one, such as a position in a list.
    path: String = "path",
    /// Why it is a false alarm, for those who come later.
    reason: String = "reason",
    /// At most 90 days ahead.
    expires_at: String = "expires_at",
}

model! {
    Tenant:
    id: String = "id",
    name: String = "name",
    plan: Plan = "plan",
    posture: Posture = "posture",
    strictness: Strictness = "strictness",
    fail_mode: FailMode = "fail_mode",
    /// Compute everything, answer allow, show the real decision in `would_be`.
    monitor: bool = "monitor",
    rate_limits: RateLimits = "rate_limits",
    argument_roles: Vec<ArgumentOverride> = "argument_roles",
    issuers: Vec<Issuer> = "issuers",
    /// Whether `context.roles` and `context.permissions` count as if a token had named them; else they grant nothing.
    trust_asserted_roles: bool = "trust_asserted_roles",
    tool_groups: BTreeMap<String, Vec<String>> = "tool_groups",
    created_at: String = "created_at",
}

model! {
    TenantPatch:
    name: Option<String> = "name",
    posture: Option<Posture> = "posture",
    strictness: Option<Strictness> = "strictness",
    fail_mode: Option<FailMode> = "fail_mode",
    /// Compute everything, answer allow, show the real decision in `would_be`.
    monitor: Option<bool> = "monitor",
    /// Above the limit, what would be allowed is denied with status 429 and the reason `RATE_LIMIT`. Null is no limit. What is left out stays.
    rate_limits: Option<RateLimitsPatch> = "rate_limits",
    /// What arguments are for, where the schema, name and description of a tool do not tell, or tell wrongly: it decides what counts as an attack there. The list as a whole is replaced.
    argument_roles: Option<Vec<ArgumentOverrideText>> = "argument_roles",
    /// Whose tokens in `context.token` are believed; several at once, also for a time, so that one can take the place of another. With any, a token that does not verify denies the call; with none, tokens are not looked at. The list as a whole is replaced.
    issuers: Option<Vec<IssuerText>> = "issuers",
    /// Whether `context.roles` and `context.permissions` count as if a token had named them; else they grant nothing.
    trust_asserted_roles: Option<bool> = "trust_asserted_roles",
    /// Names of tools, as `tool` or `server/tool`, in which `*` stands for any run of characters, by the name of the group. Policies name a group in `target.tool_groups` or as `ToolGroup::"payments"`. Tools are in these groups by themselves: read, write, egress, exec, destructive, financial, high-risk; patterns under such a name add to it. All groups as a whole are replaced; one that a policy in force or in shadow names must stay. At most 50 groups of 200 patterns each, 1000 in all.
    tool_groups: Option<BTreeMap<String, Vec<String>>> = "tool_groups",
}

model! {
    /// As the server answers it to `tools/list`; members that are not named here are kept.
    ToolDefinition:
    name: String = "name",
    description: Option<String> = "description",
    input_schema: Option<Map<String, Value>> = "inputSchema",
}

model! {
    UnfitPolicy:
    policy: String = "policy",
    action: String = "action",
    /// Below `context.input`; empty: all of it.
    argument: String = "argument",
    /// The type that the policy was validated against.
    was: String = "was",
    /// Null: it is not there any more.
    now: Option<String> = "now",
}

model! {
    Unjudged:
    path: String = "path",
    reason: UnjudgedReason = "reason",
}

names! {
    UnjudgedReason:
    Binary = "binary",
    OverBudget = "over_budget",
    TooDeep = "too_deep",
    Credential = "credential",
    FastMode = "fast_mode",
}

model! {
    UntypedTool:
    tool: String = "tool",
    detail: String = "detail",
}

model! {
    UnusedPermit:
    policy: String = "policy",
    name: String = "name",
    since: String = "since",
    last_used_at: Option<String> = "last_used_at",
}

model! {
    Usage:
    month: String = "month",
    used: i64 = "used",
    limit: Option<i64> = "limit",
    /// True from 80 % of the limit on.
    warning: bool = "warning",
    resets_at: String = "resets_at",
}

model! {
    ValidateItem:
    id: Option<String> = "id",
    /// The MCP message, raw.
    request: Option<Message> = "request",
    /// When present, the response is judged; `request` then gives its method and tool.
    response: Option<Message> = "response",
    /// What is known of the called tool: name, description, inputSchema, annotations.
    tool: Option<Message> = "tool",
    server: Option<McpServer> = "server",
    /// HTTP headers of the MCP call.
    headers: Option<BTreeMap<String, String>> = "headers",
    context: Option<CallContext> = "context",
    options: Option<CallOptions> = "options",
}

model! {
    ValidateRequest:
    /// The MCP message, raw.
    request: Option<Message> = "request",
    /// When present, the response is judged; `request` then gives its method and tool.
    response: Option<Message> = "response",
    /// What is known of the called tool: name, description, inputSchema, annotations.
    tool: Option<Message> = "tool",
    server: Option<McpServer> = "server",
    /// HTTP headers of the MCP call.
    headers: Option<BTreeMap<String, String>> = "headers",
    context: Option<CallContext> = "context",
    options: Option<CallOptions> = "options",
}

model! {
    Verdict:
    id: String = "id",
    decision: Decision = "decision",
    /// What the enforcement point should answer.
    status: i64 = "status",
    risk: f64 = "risk",
    /// The first is the primary one.
    reasons: Vec<Reason> = "reasons",
    findings: Vec<Finding> = "findings",
    modifications: Vec<Modification> = "modifications",
    /// What was not looked into, and why.
    unjudged: Vec<Unjudged> = "unjudged",
    explanation: Option<Explanation> = "explanation",
    policy: VerdictPolicy = "policy",
    /// What policies want done besides.
    obligations: Option<Vec<Obligation>> = "obligations",
    challenge: Option<Challenge> = "challenge",
    /// A JSON-RPC message to send instead.
    reply: Option<Message> = "reply",
    would_be: Option<WouldBe> = "would_be",
    /// What the call asked for and the service did not follow.
    ignored: Vec<String> = "ignored",
    engine: Engine = "engine",
    degraded: Vec<String> = "degraded",
    latency_ms: f64 = "latency_ms",
}

names! {
    VerdictEntryKind:
    Verdict = "verdict",
}

model! {
    VerdictEntry:
    id: String = "id",
    kind: VerdictEntryKind = "kind",
    at: String = "at",
    key_id: String = "key_id",
    direction: Direction = "direction",
    method: Option<String> = "method",
    tool: Option<String> = "tool",
    decision: Decision = "decision",
    status: i64 = "status",
    risk: f64 = "risk",
    reasons: Vec<Reason> = "reasons",
    findings: Vec<Finding> = "findings",
    would_be: Option<WouldBe> = "would_be",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    user_hmac: Option<String> = "user_hmac",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    session_hmac: Option<String> = "session_hmac",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    agent_hmac: Option<String> = "agent_hmac",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    device_hmac: Option<String> = "device_hmac",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    ip_hmac: Option<String> = "ip_hmac",
    /// SHA-256 of the message in canonical JSON (RFC 8785).
    message_digest: String = "message_digest",
    policy_digest: String = "policy_digest",
    /// The policy set that `options.policy_set` named; it was judged too.
    requested_set: Option<String> = "requested_set",
    /// Policies that decided or, of what was allowed, permitted it.
    determining: Vec<String> = "determining",
    ruleset_digest: String = "ruleset_digest",
    /// What the verdict was made from, redacted; null where nothing is kept.
    input: Option<Map<String, Value>> = "input",
}

model! {
    VerdictPolicy:
    /// The active policy set; absent where every enabled policy is in force.
    set: Option<String> = "set",
    digest: String = "digest",
    /// The set that `options.policy_set` names: it was judged too.
    requested: Option<RequestedPolicySet> = "requested",
    /// Policies that decided or, of what was allowed, permitted it.
    determining: Vec<String> = "determining",
    /// What would have been decided by what is tried.
    shadow: Option<Vec<ShadowOutcome>> = "shadow",
}

names! {
    VerdictRecordKind:
    Verdict = "verdict",
}

model! {
    VerdictRecord:
    id: String = "id",
    kind: VerdictRecordKind = "kind",
    at: String = "at",
    key_id: String = "key_id",
    direction: Direction = "direction",
    method: Option<String> = "method",
    tool: Option<String> = "tool",
    decision: Decision = "decision",
    status: i64 = "status",
    risk: f64 = "risk",
    reasons: Vec<Reason> = "reasons",
    findings: Vec<Finding> = "findings",
    would_be: Option<WouldBe> = "would_be",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    user_hmac: Option<String> = "user_hmac",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    session_hmac: Option<String> = "session_hmac",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    agent_hmac: Option<String> = "agent_hmac",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    device_hmac: Option<String> = "device_hmac",
    /// HMAC-SHA-256 under the tenant's key of what the call asserted.
    ip_hmac: Option<String> = "ip_hmac",
    /// SHA-256 of the message in canonical JSON (RFC 8785).
    message_digest: String = "message_digest",
    policy_digest: String = "policy_digest",
    /// The policy set that `options.policy_set` named; it was judged too.
    requested_set: Option<String> = "requested_set",
    /// Policies that decided or, of what was allowed, permitted it.
    determining: Vec<String> = "determining",
    ruleset_digest: String = "ruleset_digest",
}

model! {
    /// Only while the tenant monitors.
    WouldBe:
    decision: Decision = "decision",
    /// What the enforcement point should answer.
    status: i64 = "status",
}

model! {
    WrittenVersion:
    id: String = "id",
    version: i64 = "version",
    digest: String = "digest",
}

model! {
    /// Of \[`crate::Client::list_keys`\].
    ListKeysQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
}

model! {
    /// Of \[`crate::Client::list_policies`\].
    ListPoliciesQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
}

names! {
    /// `true`: nothing is stored.
    ImportPoliciesQueryDryRun:
    True = "true",
    False = "false",
}

model! {
    /// Of \[`crate::Client::import_policies`\].
    ImportPoliciesQuery:
    /// `true`: nothing is stored.
    dry_run: Option<ImportPoliciesQueryDryRun> = "dry_run",
}

model! {
    /// Of \[`crate::Client::list_jobs`\].
    ListJobsQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
}

model! {
    /// Of \[`crate::Client::list_policy_versions`\].
    ListPolicyVersionsQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
}

model! {
    /// Of \[`crate::Client::list_policy_sets`\].
    ListPolicySetsQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
}

model! {
    /// Of \[`crate::Client::list_lists`\].
    ListListsQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
}

model! {
    /// Of \[`crate::Client::list_servers`\].
    ListServersQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
}

names! {
    /// `true`: also where policies would no longer fit.
    DeleteServerQueryForce:
    True = "true",
    False = "false",
}

model! {
    /// Of \[`crate::Client::delete_server`\].
    DeleteServerQuery:
    /// `true`: also where policies would no longer fit.
    force: Option<DeleteServerQueryForce> = "force",
}

names! {
    /// `true`: also where policies would no longer fit.
    PutManifestQueryForce:
    True = "true",
    False = "false",
}

model! {
    /// Of \[`crate::Client::put_manifest`\].
    PutManifestQuery:
    /// `true`: also where policies would no longer fit.
    force: Option<PutManifestQueryForce> = "force",
}

model! {
    /// Of \[`crate::Client::list_suppressions`\].
    ListSuppressionsQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
}

names! {
    ListAuditQueryKind:
    Verdict = "verdict",
    Admin = "admin",
}

model! {
    /// Of \[`crate::Client::list_audit`\].
    ListAuditQuery:
    /// How many at most.
    limit: Option<i64> = "limit",
    kind: Option<ListAuditQueryKind> = "kind",
    decision: Option<Decision> = "decision",
    method: Option<String> = "method",
    /// `tool` or `server/tool`, as recorded.
    tool: Option<String> = "tool",
    /// Of a finding.
    category: Option<Category> = "category",
    user_id: Option<String> = "user_id",
    session_id: Option<String> = "session_id",
    /// Inclusive.
    from: Option<String> = "from",
    /// Exclusive.
    to: Option<String> = "to",
}
