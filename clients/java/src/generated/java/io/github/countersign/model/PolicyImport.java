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

/** {@code PolicyImport} of the contract. */
@SuppressWarnings("unused")
public final class PolicyImport extends Model {
  public PolicyImport() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyImport(ObjectNode json) {
    super(json);
  }

  public FormatEnum getFormat() {
    return get("format", FormatEnum.class);
  }

  public PolicyImport format(FormatEnum format) {
    set("format", format);
    return this;
  }

  public List<PolicyText> getPolicies() {
    return list("policies", PolicyText.class);
  }

  public PolicyImport policies(List<PolicyText> policies) {
    set("policies", policies);
    return this;
  }

  /** Names of the lists that the policies speak of. */
  public List<String> getLists() {
    return list("lists", String.class);
  }

  public PolicyImport lists(List<String> lists) {
    set("lists", lists);
    return this;
  }

  /** Lists that are to be made, or replaced where they differ. */
  public List<PolicyFileList> getNamedLists() {
    return list("namedLists", PolicyFileList.class);
  }

  public PolicyImport namedLists(List<PolicyFileList> namedLists) {
    set("named_lists", namedLists);
    return this;
  }

  /** As it was exported; nothing is done about them. */
  public List<ListLeftOut> getListsLeftOut() {
    return list("listsLeftOut", ListLeftOut.class);
  }

  public PolicyImport listsLeftOut(List<ListLeftOut> listsLeftOut) {
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

