// Made by `npm run clients` from openapi/openapi.json.
package io.github.countersign;

/** What lists and other calls can be narrowed by; one class for each. */
public final class Queries {
  private Queries() {}

  /** Of {@code listKeys}. */
  public static final class ListKeys extends Query {
    /**
     * How many at most.
     */
    public ListKeys limit(long limit) {
      set("limit", limit);
      return this;
    }
  }

  /** Of {@code listPolicies}. */
  public static final class ListPolicies extends Query {
    /**
     * How many at most.
     */
    public ListPolicies limit(long limit) {
      set("limit", limit);
      return this;
    }
  }

  /** Of {@code importPolicies}. */
  public static final class ImportPolicies extends Query {
    /**
     * {@code true}: nothing is stored.
     */
    public ImportPolicies dryRun(String dryRun) {
      set("dry_run", dryRun);
      return this;
    }
  }

  /** Of {@code listJobs}. */
  public static final class ListJobs extends Query {
    /**
     * How many at most.
     */
    public ListJobs limit(long limit) {
      set("limit", limit);
      return this;
    }
  }

  /** Of {@code listPolicyVersions}. */
  public static final class ListPolicyVersions extends Query {
    /**
     * How many at most.
     */
    public ListPolicyVersions limit(long limit) {
      set("limit", limit);
      return this;
    }
  }

  /** Of {@code listPolicySets}. */
  public static final class ListPolicySets extends Query {
    /**
     * How many at most.
     */
    public ListPolicySets limit(long limit) {
      set("limit", limit);
      return this;
    }
  }

  /** Of {@code listLists}. */
  public static final class ListLists extends Query {
    /**
     * How many at most.
     */
    public ListLists limit(long limit) {
      set("limit", limit);
      return this;
    }
  }

  /** Of {@code listServers}. */
  public static final class ListServers extends Query {
    /**
     * How many at most.
     */
    public ListServers limit(long limit) {
      set("limit", limit);
      return this;
    }
  }

  /** Of {@code deleteServer}. */
  public static final class DeleteServer extends Query {
    /**
     * {@code true}: also where policies would no longer fit.
     */
    public DeleteServer force(String force) {
      set("force", force);
      return this;
    }
  }

  /** Of {@code putManifest}. */
  public static final class PutManifest extends Query {
    /**
     * {@code true}: also where policies would no longer fit.
     */
    public PutManifest force(String force) {
      set("force", force);
      return this;
    }
  }

  /** Of {@code listSuppressions}. */
  public static final class ListSuppressions extends Query {
    /**
     * How many at most.
     */
    public ListSuppressions limit(long limit) {
      set("limit", limit);
      return this;
    }
  }

  /** Of {@code listAudit}. */
  public static final class ListAudit extends Query {
    /**
     * How many at most.
     */
    public ListAudit limit(long limit) {
      set("limit", limit);
      return this;
    }

    public ListAudit kind(String kind) {
      set("kind", kind);
      return this;
    }

    public ListAudit decision(String decision) {
      set("decision", decision);
      return this;
    }

    public ListAudit method(String method) {
      set("method", method);
      return this;
    }

    /**
     * {@code tool} or {@code server/tool}, as recorded.
     */
    public ListAudit tool(String tool) {
      set("tool", tool);
      return this;
    }

    /**
     * Of a finding.
     */
    public ListAudit category(String category) {
      set("category", category);
      return this;
    }

    public ListAudit userId(String userId) {
      set("user_id", userId);
      return this;
    }

    public ListAudit sessionId(String sessionId) {
      set("session_id", sessionId);
      return this;
    }

    /**
     * Inclusive.
     */
    public ListAudit from(String from) {
      set("from", from);
      return this;
    }

    /**
     * Exclusive.
     */
    public ListAudit to(String to) {
      set("to", to);
      return this;
    }
  }
}
