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

/** {@code RsaKey} of the contract. */
@SuppressWarnings("unused")
public final class RsaKey extends Model {
  public RsaKey() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RsaKey(ObjectNode json) {
    super(json);
  }

  public KtyEnum getKty() {
    return get("kty", KtyEnum.class);
  }

  public RsaKey kty(KtyEnum kty) {
    set("kty", kty);
    return this;
  }

  public String getN() {
    return get("n", String.class);
  }

  public RsaKey n(String n) {
    set("n", n);
    return this;
  }

  public String getE() {
    return get("e", String.class);
  }

  public RsaKey e(String e) {
    set("e", e);
    return this;
  }

  public String getKid() {
    return get("kid", String.class);
  }

  public RsaKey kid(String kid) {
    set("kid", kid);
    return this;
  }

  public String getAlg() {
    return get("alg", String.class);
  }

  public RsaKey alg(String alg) {
    set("alg", alg);
    return this;
  }

  public UseEnum getUse() {
    return get("use", UseEnum.class);
  }

  public RsaKey use(UseEnum use) {
    set("use", use);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class KtyEnum extends OpenValue {
    public static final KtyEnum RSA = new KtyEnum("RSA");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KtyEnum(String value) {
      super(value);
    }
  }

  /** Those that this version knows; others come as they are. */
  public static final class UseEnum extends OpenValue {
    public static final UseEnum SIG = new UseEnum("sig");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UseEnum(String value) {
      super(value);
    }
  }
}

