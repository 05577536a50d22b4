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

/** {@code PolicyFile} of the contract. */
@SuppressWarnings("unused")
public final class PolicyFile extends Model {
  public PolicyFile() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyFile(ObjectNode json) {
    super(json);
  }

  public FormatEnum getFormat() {
    return get("format", FormatEnum.class);
  }

  public PolicyFile format(FormatEnum format) {
    set("format", format);
    return this;
  }

  public List<PolicyFileEntry> getPolicies() {
    return list("policies", PolicyFileEntry.class);
  }

  public PolicyFile policies(List<PolicyFileEntry> policies) {
    set("policies", policies);
    return this;
  }

  /** Names of the lists that the policies speak of. */
  public List<String> getLists() {
    return list("lists", String.class);
  }

  public PolicyFile lists(List<String> lists) {
    set("lists", lists);
    return this;
  }

  /** Those of them that there are, with their entries. */
  public List<PolicyFileList> getNamedLists() {
    return list("namedLists", PolicyFileList.class);
  }

  public PolicyFile namedLists(List<PolicyFileList> namedLists) {
    set("named_lists", namedLists);
    return this;
  }

  /** Those that are not among {@code named_lists}, and why. {@code GET /lists/{name}} tells the entries. */
  public List<ListLeftOut> getListsLeftOut() {
    return list("listsLeftOut", ListLeftOut.class);
  }

  public PolicyFile listsLeftOut(List<ListLeftOut> listsLeftOut) {
    set("lists_left_out", listsLeftOut);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class FormatEnum extends OpenValue {
    public static final FormatEnum COUNTERSIGN_POLICIES_1 = new FormatEnum("countersign.policies/1");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public FormatEnum(String value) {
      super(value);
    }
  }
}

