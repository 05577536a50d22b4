package io.github.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.countersign.model.Verdict;

/**
 * What to do with the message that was judged.
 *
 * @param message to pass on in its place; null unless {@code FORWARD}
 * @param reply to send to who waits for an answer; null unless {@code REPLY}
 * @param verdict null when there was none
 * @param failure why there was no verdict that could be followed; null when there was one
 * @param failOpen whether the message is let pass without a verdict
 */
public record Enforcement(
    Action action, JsonNode message, JsonNode reply, Verdict verdict, CountersignException failure, boolean failOpen) {
  /** Only {@code FORWARD} passes anything on. */
  public enum Action {
    FORWARD,
    REPLY,
    /** Nobody waits for an answer. */
    DROP
  }
}
