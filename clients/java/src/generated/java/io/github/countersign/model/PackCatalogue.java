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

/** {@code PackCatalogue} of the contract. */
@SuppressWarnings("unused")
public final class PackCatalogue extends Model {
  public PackCatalogue() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PackCatalogue(ObjectNode json) {
    super(json);
  }

  public List<Pack> getData() {
    return list("data", Pack.class);
  }

  public PackCatalogue data(List<Pack> data) {
    set("data", data);
    return this;
  }
}

