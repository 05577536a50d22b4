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

/** {@code OkpKey} of the contract. */
@SuppressWarnings("unused")
public final class OkpKey extends Model {
  public OkpKey() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OkpKey(ObjectNode json) {
    super(json);
  }

  public KtyEnum getKty() {
    return get("kty", KtyEnum.class);
  }

  public OkpKey kty(KtyEnum kty) {
    set("kty", kty);
    return this;
  }

  public CrvEnum getCrv() {
    return get("crv", CrvEnum.class);
  }

  public OkpKey crv(CrvEnum crv) {
    set("crv", crv);
    return this;
  }

  public String getX() {
    return get("x", String.class);
  }

  public OkpKey x(String x) {
    set("x", x);
    return this;
  }

  public String getKid() {
    return get("kid", String.class);
  }

  public OkpKey kid(String kid) {
    set("kid", kid);
    return this;
  }

  public String getAlg() {
    return get("alg", String.class);
  }

  public OkpKey alg(String alg) {
    set("alg", alg);
    return this;
  }

  public UseEnum getUse() {
    return get("use", UseEnum.class);
  }

  public OkpKey use(UseEnum use) {
    set("use", use);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class KtyEnum extends OpenValue {
    public static final KtyEnum OKP = new KtyEnum("OKP");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KtyEnum(String value) {
      super(value);
    }
  }

  /** Those that this version knows; others come as they are. */
  public static final class CrvEnum extends OpenValue {
    public static final CrvEnum ED25519 = new CrvEnum("Ed25519");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CrvEnum(String value) {
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

