// Made by `npm run clients` from openapi/openapi.json.
package io.github.countersign;

/** Of {@link ProblemException#code()}, those that this version knows. */
public final class ProblemCodes {
  private ProblemCodes() {}

  public static final String JSON_INVALID = "JSON_INVALID";
  public static final String UTF8_INVALID = "UTF8_INVALID";
  public static final String JSON_REFUSED = "JSON_REFUSED";
  public static final String REQUEST_INVALID = "REQUEST_INVALID";
  public static final String IDEMPOTENCY_KEY_INVALID = "IDEMPOTENCY_KEY_INVALID";
  public static final String KEY_MISSING = "KEY_MISSING";
  public static final String KEY_INVALID = "KEY_INVALID";
  public static final String KEY_REVOKED = "KEY_REVOKED";
  public static final String KEY_EXPIRED = "KEY_EXPIRED";
  public static final String SCOPE_MISSING = "SCOPE_MISSING";
  public static final String KEY_ADDRESS_REFUSED = "KEY_ADDRESS_REFUSED";
  public static final String SCOPES_TOO_WIDE = "SCOPES_TOO_WIDE";
  public static final String SIGNUP_CODE_INVALID = "SIGNUP_CODE_INVALID";
  public static final String SIGNUP_CLOSED = "SIGNUP_CLOSED";
  public static final String NOT_FOUND = "NOT_FOUND";
  public static final String METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED";
  public static final String BODY_TIMEOUT = "BODY_TIMEOUT";
  public static final String HEADERS_TIMEOUT = "HEADERS_TIMEOUT";
  public static final String KEY_ENDED = "KEY_ENDED";
  public static final String SIGNUP_MAILBOX_TAKEN = "SIGNUP_MAILBOX_TAKEN";
  public static final String KEYS_MAX_REACHED = "KEYS_MAX_REACHED";
  public static final String POLICIES_MAX_REACHED = "POLICIES_MAX_REACHED";
  public static final String PACK_REFUSED = "PACK_REFUSED";
  public static final String POLICY_SETS_MAX_REACHED = "POLICY_SETS_MAX_REACHED";
  public static final String POLICY_SET_STATE = "POLICY_SET_STATE";
  public static final String SUPPRESSIONS_MAX_REACHED = "SUPPRESSIONS_MAX_REACHED";
  public static final String LISTS_MAX_REACHED = "LISTS_MAX_REACHED";
  public static final String LISTS_FULL = "LISTS_FULL";
  public static final String LIST_IN_USE = "LIST_IN_USE";
  public static final String SERVERS_FULL = "SERVERS_FULL";
  public static final String POLICIES_UNFIT = "POLICIES_UNFIT";
  public static final String TOOL_GROUP_IN_USE = "TOOL_GROUP_IN_USE";
  public static final String JOBS_MAX_REACHED = "JOBS_MAX_REACHED";
  public static final String JOB_ENDED = "JOB_ENDED";
  public static final String IDEMPOTENCY_IN_PROGRESS = "IDEMPOTENCY_IN_PROGRESS";
  public static final String PRECONDITION_FAILED = "PRECONDITION_FAILED";
  public static final String BODY_TOO_LARGE = "BODY_TOO_LARGE";
  public static final String MEDIA_TYPE_UNSUPPORTED = "MEDIA_TYPE_UNSUPPORTED";
  public static final String BODY_INVALID = "BODY_INVALID";
  public static final String PACK_PARAMS_INVALID = "PACK_PARAMS_INVALID";
  public static final String POLICY_TESTS_FAILED = "POLICY_TESTS_FAILED";
  public static final String SUPPRESSION_TOO_WIDE = "SUPPRESSION_TOO_WIDE";
  public static final String IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED";
  public static final String QUERY_INVALID = "QUERY_INVALID";
  public static final String PRECONDITION_REQUIRED = "PRECONDITION_REQUIRED";
  public static final String KEY_ATTEMPTS_EXCEEDED = "KEY_ATTEMPTS_EXCEEDED";
  public static final String RATE_LIMITED = "RATE_LIMITED";
  public static final String QUOTA_EXCEEDED = "QUOTA_EXCEEDED";
  public static final String HEADERS_TOO_LARGE = "HEADERS_TOO_LARGE";
  public static final String INTERNAL = "INTERNAL";
  public static final String MAIL_UNAVAILABLE = "MAIL_UNAVAILABLE";
  public static final String STORE_UNAVAILABLE = "STORE_UNAVAILABLE";
  public static final String AUDIT_UNAVAILABLE = "AUDIT_UNAVAILABLE";
  public static final String OVERLOADED = "OVERLOADED";
  public static final String NOT_READY = "NOT_READY";
}
