/** Every way in which a call to us can fail (RFC 9457). One table: each code is documented in `docs/problems.md` and tested to be reachable. */

export type ProblemKind = {
  status: number;
  title: string;
  /** What stands in `detail` when the place that noticed has nothing more exact to say. */
  detail: string;
  /** For `docs/problems.md`: what to do about it. */
  remedy: string;
};

export const PROBLEMS = {
  JSON_INVALID: {
    status: 400,
    title: 'Not JSON',
    detail: 'The body is not JSON (RFC 8259).',
    remedy: 'Send one JSON text. The detail names the offset at which it stops being JSON.',
  },
  UTF8_INVALID: {
    status: 400,
    title: 'Not UTF-8',
    detail: 'The body is not UTF-8.',
    remedy: 'Encode the body as UTF-8 (RFC 8259, section 8.1).',
  },
  JSON_REFUSED: {
    status: 400,
    title: 'Ambiguous JSON',
    detail: 'The body is JSON that two parsers may read differently.',
    remedy: 'Remove the duplicate key, the lone surrogate, the out-of-range number or the deep nesting that each pointer names.',
  },
  REQUEST_INVALID: {
    status: 400,
    title: 'Not an HTTP request that can be served',
    detail: 'The request line or the Host header cannot be understood.',
    remedy: 'Send a request target and a Host header as RFC 9112 has them, and the whole body.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    title: 'Not an idempotency key',
    detail: 'The header Idempotency-Key must be 1 to 255 printable ASCII characters, without spaces unless it is quoted.',
    remedy: 'Send one `Idempotency-Key`, such as a UUID, as it is or as a quoted string (RFC 9651, 3.3.3).',
  },
  KEY_MISSING: {
    status: 401,
    title: 'No API key',
    detail: 'Send the API key as Authorization: Bearer <key>.',
    remedy: 'Add the header `Authorization: Bearer cs_live_…`.',
  },
  KEY_INVALID: {
    status: 401,
    title: 'Not a valid API key',
    detail: 'This is not the key of any tenant.',
    remedy: 'Check that the key is whole: a mistyped or shortened key fails its checksum.',
  },
  KEY_REVOKED: {
    status: 401,
    title: 'API key revoked',
    detail: 'This key has been revoked.',
    remedy: 'Use another key, or make one with `POST /keys`.',
  },
  KEY_EXPIRED: {
    status: 401,
    title: 'API key expired',
    detail: 'This key has expired.',
    remedy: 'Use another key, or make one with `POST /keys`.',
  },
  SCOPE_MISSING: {
    status: 403,
    title: 'Scope missing',
    detail: 'This key does not have the scope that the operation needs.',
    remedy: 'Use a key with the scope that the detail names.',
  },
  KEY_ADDRESS_REFUSED: {
    status: 403,
    title: 'Not from this address',
    detail: 'This key may not be used from the address that the call comes from.',
    remedy: 'Call from an address in the `ip_allow` of the key, or use another key. Behind a proxy, see `TRUSTED_PROXY_HOPS`.',
  },
  SCOPES_TOO_WIDE: {
    status: 403,
    title: 'Wider than the key that asks',
    detail: 'A key cannot make or rotate a key that may do more, live longer or be used from elsewhere than itself.',
    remedy: 'Ask only for what the calling key has; each pointer names what it has not.',
  },
  SIGNUP_CODE_INVALID: {
    status: 403,
    title: 'Not the code',
    detail: 'The code is not the one that was mailed last, has expired, was used, or was tried too often.',
    remedy: 'Copy the code from the latest mail within 15 minutes, or ask for another with `POST /signup`.',
  },
  SIGNUP_CLOSED: {
    status: 403,
    title: 'Sign-up is closed',
    detail: 'This installation does not take sign-ups.',
    remedy: 'Ask its operator for a tenant (`npm run tenant -- create`), or set `SIGNUP=open`.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing here.',
    remedy: 'Check the path and the id. What belongs to another tenant is not found either.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This path does not have this method.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  BODY_TIMEOUT: {
    status: 408,
    title: 'The body did not arrive in time',
    detail: 'The body did not arrive in time.',
    remedy: 'Send the whole body without a pause.',
  },
  HEADERS_TIMEOUT: {
    status: 408,
    title: 'The header did not arrive in time',
    detail: 'The request line and the header did not arrive in time.',
    remedy: 'Send the whole header without a pause.',
  },
  KEY_ENDED: {
    status: 409,
    title: 'The key has ended',
    detail: 'A key that is revoked, has expired or has been replaced already cannot be rotated.',
    remedy: 'Rotate the key that `replaced_by` names, or make one with `POST /keys`.',
  },
  SIGNUP_MAILBOX_TAKEN: {
    status: 409,
    title: 'The mailbox has a tenant',
    detail: 'There is a tenant for this mailbox already. The code was right, and cannot be used again.',
    remedy: 'Use a key of that tenant; its operator can make another one. Letter case and `+tag` do not make another mailbox.',
  },
  KEYS_MAX_REACHED: {
    status: 409,
    title: 'Too many keys',
    detail: 'The tenant has as many keys as it may have.',
    remedy: 'Revoke a key that is no longer used.',
  },
  POLICIES_MAX_REACHED: {
    status: 409,
    title: 'Too many policies',
    detail: 'The tenant has as many policies as it may have.',
    remedy: 'Delete or merge policies.',
  },
  PACK_REFUSED: {
    status: 409,
    title: 'The pack does not install',
    detail: 'The pack does not install.',
    remedy:
      'The detail says why: a broken signature, an unknown publisher, or tests that are missing or fail. Take the pack from its publisher again.',
  },
  POLICY_SETS_MAX_REACHED: {
    status: 409,
    title: 'Too many policy sets',
    detail: 'The tenant has as many policy sets as it may have, in all or in shadow.',
    remedy: 'Archive a set in shadow that is no longer looked at.',
  },
  POLICY_SET_STATE: {
    status: 409,
    title: 'The set is in another state',
    detail: 'The state of the policy set does not allow this.',
    remedy: 'Sets go from draft to shadow, active and archived; make a new set of the same versions, or roll back.',
  },
  SUPPRESSIONS_MAX_REACHED: {
    status: 409,
    title: 'Too many suppressions',
    detail: 'The tenant has as many suppressions as it may have.',
    remedy: 'Delete suppressions that are no longer needed, or let them expire.',
  },
  LISTS_MAX_REACHED: {
    status: 409,
    title: 'Too many lists',
    detail: 'The tenant has as many lists as it may have.',
    remedy: 'Delete or merge lists.',
  },
  LISTS_FULL: {
    status: 409,
    title: 'Too much in lists',
    detail: 'The lists of the tenant have as many entries as they may have.',
    remedy: 'Remove entries; write neighbouring networks as one wider block.',
  },
  LIST_IN_USE: {
    status: 409,
    title: 'A policy names the list',
    detail: 'An enabled policy holds something against the list.',
    remedy: 'Change or disable the policies that the detail names first.',
  },
  SERVERS_FULL: {
    status: 409,
    title: 'Too much in manifests',
    detail: 'The tenant has as many servers or tools as it may have.',
    remedy: 'Forget servers that are not used any more, with `DELETE /servers/{name}`.',
  },
  POLICIES_UNFIT: {
    status: 409,
    title: 'Policies are written for other arguments',
    detail: 'Policies look at arguments of tools that are, or would be, of other types than those they were validated against.',
    remedy:
      'Write the policies that the errors name again, for the arguments as they are. A manifest is taken all the same with `force=true`: calls of those tools are then refused until that is done.',
  },
  TOOL_GROUP_IN_USE: {
    status: 409,
    title: 'A policy names the tool group',
    detail: 'A policy in force or in shadow names the tool group.',
    remedy: 'Change or disable the policies that the detail names first; or keep the group, without patterns.',
  },
  JOBS_MAX_REACHED: {
    status: 409,
    title: 'Too many jobs',
    detail: 'The tenant has as many jobs waiting as it may have.',
    remedy: 'Wait until one of them has begun, or cancel one with `DELETE /jobs/{id}`.',
  },
  JOB_ENDED: {
    status: 409,
    title: 'The job has ended',
    detail: 'What is done, has failed or was cancelled cannot be cancelled.',
    remedy: 'Look at `state` with `GET /jobs/{id}`.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    title: 'The same call is in progress',
    detail: 'Another call with this Idempotency-Key has not been answered yet, or has been just now.',
    remedy: 'Repeat the call after `Retry-After`: it gets the answer of the other one.',
  },
  PRECONDITION_FAILED: {
    status: 412,
    title: 'Changed meanwhile',
    detail: 'If-Match does not name the current version.',
    remedy: 'Get what is to be changed again and repeat the change with its new `ETag`.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'Body too large',
    detail: 'The body, or the line of a stream, is larger than 1 MiB.',
    remedy:
      'Send at most 1,048,576 bytes; use `application/x-ndjson` for many messages. `POST /policies/import` alone takes more: as much as an export may have.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'Content type not supported',
    detail: 'The Content-Type is missing or is not one that this operation takes.',
    remedy: 'Send `Content-Type: application/json`, uncompressed.',
  },
  BODY_INVALID: {
    status: 422,
    title: 'The body does not fit the contract',
    detail: 'See errors: each pointer names a place in the body.',
    remedy: 'Correct every place that `errors` points to. Unknown members are refused.',
  },
  PACK_PARAMS_INVALID: {
    status: 422,
    title: 'The parameters do not fit the pack',
    detail: 'See errors: each pointer names a parameter.',
    remedy: 'Correct every parameter that `errors` points to; `GET /packs` shows what they have to be.',
  },
  POLICY_TESTS_FAILED: {
    status: 422,
    title: 'Tests of policies fail',
    detail: 'Tests of the policies do not come out as they expect; nothing was changed.',
    remedy: 'See errors: each names a test, what it expects and what came instead. Correct the policy or the test.',
  },
  SUPPRESSION_TOO_WIDE: {
    status: 422,
    title: 'The suppression hides attacks elsewhere',
    detail: 'The suppression would hide a test case of the rule that stands elsewhere.',
    remedy: 'Name the tool or the server, and the path of the finding as the verdict shows it; `*` only for positions in lists.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'Idempotency key used before',
    detail: 'This Idempotency-Key has been used with another body.',
    remedy: 'Take a new key for a new call; repeat a call with the same bytes.',
  },
  QUERY_INVALID: {
    status: 422,
    title: 'The query does not fit the contract',
    detail: 'See errors: each pointer names a query parameter.',
    remedy: 'Correct every parameter that `errors` points to. A cursor is good only as it came.',
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    title: 'If-Match required',
    detail: 'A change takes If-Match with the ETag of the version that it changes.',
    remedy: 'Get the policy first and send its `ETag` as `If-Match`.',
  },
  KEY_ATTEMPTS_EXCEEDED: {
    status: 429,
    title: 'Too many bad keys',
    detail: 'Too many calls from this address came with what is no API key.',
    remedy: 'Check the key. A valid one is let in at once, whatever else its address has sent.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    detail: 'The rate of calls is above the limit.',
    remedy: 'Wait as long as `Retry-After` says.',
  },
  QUOTA_EXCEEDED: {
    status: 429,
    title: "The month's verdicts are used up",
    detail: "The plan's verdicts of this month are used up.",
    remedy: 'Wait until the reset time in the detail, or change the plan.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'Header too large',
    detail: 'The header is larger than 32 KiB.',
    remedy: 'Send fewer or shorter header fields.',
  },
  INTERNAL: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side.',
    remedy: 'Report the `request_id`; no verdict was given.',
  },
  MAIL_UNAVAILABLE: {
    status: 503,
    title: 'Mail unavailable',
    detail: 'The code could not be mailed; nothing was changed.',
    remedy: 'Check the address and retry after `Retry-After`.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'Store unavailable',
    detail: 'The store does not answer.',
    remedy: 'Retry after `Retry-After`.',
  },
  AUDIT_UNAVAILABLE: {
    status: 503,
    title: 'Audit trail unavailable',
    detail: 'The verdict could not be recorded, therefore it is not given.',
    remedy: 'Retry after `Retry-After`; nothing was counted.',
  },
  OVERLOADED: {
    status: 503,
    title: 'Too busy',
    detail: 'More calls are waiting than can be served soon.',
    remedy: 'Retry after `Retry-After`, with fewer calls at once; nothing was counted.',
  },
  NOT_READY: {
    status: 503,
    title: 'Not ready',
    detail: 'The store does not answer in time, or has other migrations than this build.',
    remedy: 'Look at the log of the service; route no traffic to it meanwhile.',
  },
} as const satisfies Record<string, ProblemKind>;
export type ProblemCode = keyof typeof PROBLEMS;
