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

/** What the caller knows of who acts. All of it may be left out. */
@SuppressWarnings("unused")
public final class CallContext extends Model {
  public CallContext() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CallContext(ObjectNode json) {
    super(json);
  }

  public String getUserId() {
    return get("user_id", String.class);
  }

  public CallContext userId(String userId) {
    set("user_id", userId);
    return this;
  }

  public String getDeviceId() {
    return get("device_id", String.class);
  }

  public CallContext deviceId(String deviceId) {
    set("device_id", deviceId);
    return this;
  }

  public String getIpAddress() {
    return get("ip_address", String.class);
  }

  public CallContext ipAddress(String ipAddress) {
    set("ip_address", ipAddress);
    return this;
  }

  public IpKindEnum getIpKind() {
    return get("ip_kind", IpKindEnum.class);
  }

  public CallContext ipKind(IpKindEnum ipKind) {
    set("ip_kind", ipKind);
    return this;
  }

  public String getSessionId() {
    return get("session_id", String.class);
  }

  public CallContext sessionId(String sessionId) {
    set("session_id", sessionId);
    return this;
  }

  public String getAgentId() {
    return get("agent_id", String.class);
  }

  public CallContext agentId(String agentId) {
    set("agent_id", agentId);
    return this;
  }

  public String getUserAgent() {
    return get("user_agent", String.class);
  }

  public CallContext userAgent(String userAgent) {
    set("user_agent", userAgent);
    return this;
  }

  /** The MCP revision of the message. */
  public String getProtocolVersion() {
    return get("protocol_version", String.class);
  }

  public CallContext protocolVersion(String protocolVersion) {
    set("protocol_version", protocolVersion);
    return this;
  }

  public List<String> getRoles() {
    return list("roles", String.class);
  }

  public CallContext roles(List<String> roles) {
    set("roles", roles);
    return this;
  }

  public List<String> getPermissions() {
    return list("permissions", String.class);
  }

  public CallContext permissions(List<String> permissions) {
    set("permissions", permissions);
    return this;
  }

  /** A JWT of who acts. Verified where the tenant has {@code issuers}; else not looked at, and listed in {@code ignored}. */
  public String getToken() {
    return get("token", String.class);
  }

  public CallContext token(String token) {
    set("token", token);
    return this;
  }

  /** Whatever policies are to see. */
  public Map<String, Object> getAttributes() {
    return get("attributes", new TypeReference<>() {});
  }

  public CallContext attributes(Map<String, Object> attributes) {
    set("attributes", attributes);
    return this;
  }

  /** Accepted, not believed: the service computes it. Listed in {@code ignored}. */
  public Object getTrustScore() {
    return get("trust_score", Object.class);
  }

  public CallContext trustScore(Object trustScore) {
    set("trust_score", trustScore);
    return this;
  }

  /** Accepted, not believed: the service computes it. Listed in {@code ignored}. */
  public Object getTrust() {
    return get("trust", Object.class);
  }

  public CallContext trust(Object trust) {
    set("trust", trust);
    return this;
  }

  /** Accepted, not believed: the service computes it. Listed in {@code ignored}. */
  public Object getTrustFactors() {
    return get("trust_factors", Object.class);
  }

  public CallContext trustFactors(Object trustFactors) {
    set("trust_factors", trustFactors);
    return this;
  }

  /** Accepted, not believed: the service computes it. Listed in {@code ignored}. */
  public Object getBehavioralData() {
    return get("behavioral_data", Object.class);
  }

  public CallContext behavioralData(Object behavioralData) {
    set("behavioral_data", behavioralData);
    return this;
  }

  /** Accepted, not believed: the service computes it. Listed in {@code ignored}. */
  public Object getRiskScore() {
    return get("risk_score", Object.class);
  }

  public CallContext riskScore(Object riskScore) {
    set("risk_score", riskScore);
    return this;
  }

  /** Accepted, not believed: the service computes it. Listed in {@code ignored}. */
  public Object getLocation() {
    return get("location", Object.class);
  }

  public CallContext location(Object location) {
    set("location", location);
    return this;
  }

  /** Accepted, not believed: the service computes it. Listed in {@code ignored}. */
  public Object getCountry() {
    return get("country", Object.class);
  }

  public CallContext country(Object country) {
    set("country", country);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class IpKindEnum extends OpenValue {
    public static final IpKindEnum USER = new IpKindEnum("user");
    public static final IpKindEnum AGENT = new IpKindEnum("agent");
    public static final IpKindEnum UNKNOWN = new IpKindEnum("unknown");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IpKindEnum(String value) {
      super(value);
    }
  }
}

