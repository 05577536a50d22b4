// Made by `npm run clients` from openapi/openapi-3.0.json.
package io.github.countersign.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.countersign.Model;
import io.github.countersign.OpenValue;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** {@code PolicyImportResult} of the contract. */
@SuppressWarnings("unused")
public final class PolicyImportResult extends Model {
  public PolicyImportResult() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyImportResult(ObjectNode json) {
    super(json);
  }

  public String getId() {
    return get("id", String.class);
  }

  public PolicyImportResult id(String id) {
    set("id", id);
    return this;
  }

  public Boolean getDryRun() {
    return get("dry_run", Boolean.class);
  }

  public PolicyImportResult dryRun(Boolean dryRun) {
    set("dry_run", dryRun);
    return this;
  }

  public List<ImportedPolicy> getPolicies() {
    return list("policies", ImportedPolicy.class);
  }

  public PolicyImportResult policies(List<ImportedPolicy> policies) {
    set("policies", policies);
    return this;
  }

  public List<ImportedList> getLists() {
    return list("lists", ImportedList.class);
  }

  public PolicyImportResult lists(List<ImportedList> lists) {
    set("lists", lists);
    return this;
  }
}

