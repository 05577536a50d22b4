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

/** {@code PolicyTestContext} of the contract. */
@SuppressWarnings("unused")
public final class PolicyTestContext extends Model {
  public PolicyTestContext() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PolicyTestContext(ObjectNode json) {
    super(json);
  }

  public String getUserId() {
    return get("user_id", String.class);
  }

  public PolicyTestContext userId(String userId) {
    set("user_id", userId);
    return this;
  }

  public String getDeviceId() {
    return get("device_id", String.class);
  }

  public PolicyTestContext deviceId(String deviceId) {
    set("device_id", deviceId);
    return this;
  }

  public String getIpAddress() {
    return get("ip_address", String.class);
  }

  public PolicyTestContext ipAddress(String ipAddress) {
    set("ip_address", ipAddress);
    return this;
  }

  public IpKindEnum getIpKind() {
    return get("ip_kind", IpKindEnum.class);
  }

  public PolicyTestContext ipKind(IpKindEnum ipKind) {
    set("ip_kind", ipKind);
    return this;
  }

  public String getSessionId() {
    return get("session_id", String.class);
  }

  public PolicyTestContext sessionId(String sessionId) {
    set("session_id", sessionId);
    return this;
  }

  public String getAgentId() {
    return get("agent_id", String.class);
  }

  public PolicyTestContext agentId(String agentId) {
    set("agent_id", agentId);
    return this;
  }

  public String getUserAgent() {
    return get("user_agent", String.class);
  }

  public PolicyTestContext userAgent(String userAgent) {
    set("user_agent", userAgent);
    return this;
  }

  /** The MCP revision of the message. */
  public String getProtocolVersion() {
    return get("protocol_version", String.class);
  }

  public PolicyTestContext protocolVersion(String protocolVersion) {
    set("protocol_version", protocolVersion);
    return this;
  }

  public List<String> getRoles() {
    return list("roles", String.class);
  }

  public PolicyTestContext roles(List<String> roles) {
    set("roles", roles);
    return this;
  }

  public List<String> getPermissions() {
    return list("permissions", String.class);
  }

  public PolicyTestContext permissions(List<String> permissions) {
    set("permissions", permissions);
    return this;
  }

  /** Whatever policies are to see. */
  public Map<String, Object> getAttributes() {
    return get("attributes", new TypeReference<>() {});
  }

  public PolicyTestContext attributes(Map<String, Object> attributes) {
    set("attributes", attributes);
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

