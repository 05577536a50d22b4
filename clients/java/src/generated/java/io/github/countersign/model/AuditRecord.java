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

/** {@code AuditRecord} of the contract. One of several: {@code as(…)} gives it as that which it is. */
@SuppressWarnings("unused")
public final class AuditRecord extends Model {
  public AuditRecord() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AuditRecord(ObjectNode json) {
    super(json);
  }
}

