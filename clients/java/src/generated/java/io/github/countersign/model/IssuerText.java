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

/** {@code IssuerText} of the contract. */
@SuppressWarnings("unused")
public final class IssuerText extends Model {
  public IssuerText() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public IssuerText(ObjectNode json) {
    super(json);
  }

  /** {@code iss} of its tokens, to the character. */
  public String getIssuer() {
    return get("issuer", String.class);
  }

  public IssuerText issuer(String issuer) {
    set("issuer", issuer);
    return this;
  }

  /** One of them must be in {@code aud}. */
  public List<String> getAudiences() {
    return list("audiences", String.class);
  }

  public IssuerText audiences(List<String> audiences) {
    set("audiences", audiences);
    return this;
  }

  /** Where its public keys are, https. Redirects are not followed. */
  public String getJwksUri() {
    return get("jwks_uri", String.class);
  }

  public IssuerText jwksUri(String jwksUri) {
    set("jwks_uri", jwksUri);
    return this;
  }

  /** Its public keys themselves, in place of {@code jwks_uri}. */
  public PublicKeySet getJwks() {
    return get("jwks", PublicKeySet.class);
  }

  public IssuerText jwks(PublicKeySet jwks) {
    set("jwks", jwks);
    return this;
  }

  public List<String> getAlgorithms() {
    return list("algorithms", String.class);
  }

  public IssuerText algorithms(List<String> algorithms) {
    set("algorithms", algorithms);
    return this;
  }

  /** Where in the token to read; a JSON Pointer when it begins with {@code /}, else the name of a claim. */
  public IssuerClaimsText getClaims() {
    return get("claims", IssuerClaimsText.class);
  }

  public IssuerText claims(IssuerClaimsText claims) {
    set("claims", claims);
    return this;
  }

  /** Believed from then on. */
  public OffsetDateTime getValidFrom() {
    return get("valid_from", OffsetDateTime.class);
  }

  public IssuerText validFrom(OffsetDateTime validFrom) {
    set("valid_from", validFrom);
    return this;
  }

  /** Believed until then. */
  public OffsetDateTime getValidUntil() {
    return get("valid_until", OffsetDateTime.class);
  }

  public IssuerText validUntil(OffsetDateTime validUntil) {
    set("valid_until", validUntil);
    return this;
  }
}

