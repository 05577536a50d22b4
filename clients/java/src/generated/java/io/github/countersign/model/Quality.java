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

/** {@code Quality} of the contract. */
@SuppressWarnings("unused")
public final class Quality extends Model {
  public Quality() {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Quality(ObjectNode json) {
    super(json);
  }

  public Engine getEngine() {
    return get("engine", Engine.class);
  }

  public Quality engine(Engine engine) {
    set("engine", engine);
    return this;
  }

  /** Whether the engine that answers is the one that was measured. */
  public Boolean getIsCurrent() {
    return get("is_current", Boolean.class);
  }

  public Quality isCurrent(Boolean isCurrent) {
    set("is_current", isCurrent);
    return this;
  }

  public StrictnessEnum getStrictness() {
    return get("strictness", StrictnessEnum.class);
  }

  public Quality strictness(StrictnessEnum strictness) {
    set("strictness", strictness);
    return this;
  }

  public MeasuredCorpus getCorpus() {
    return get("corpus", MeasuredCorpus.class);
  }

  public Quality corpus(MeasuredCorpus corpus) {
    set("corpus", corpus);
    return this;
  }

  /** Mean of the recall over the categories. */
  public Double getMacroRecall() {
    return get("macro_recall", Double.class);
  }

  public Quality macroRecall(Double macroRecall) {
    set("macro_recall", macroRecall);
    return this;
  }

  public MeasuredRate getRecall() {
    return get("recall", MeasuredRate.class);
  }

  public Quality recall(MeasuredRate recall) {
    set("recall", recall);
    return this;
  }

  public MeasuredRate getFalsePositives() {
    return get("false_positives", MeasuredRate.class);
  }

  public Quality falsePositives(MeasuredRate falsePositives) {
    set("false_positives", falsePositives);
    return this;
  }

  public List<MeasuredCategory> getCategories() {
    return list("categories", MeasuredCategory.class);
  }

  public Quality categories(List<MeasuredCategory> categories) {
    set("categories", categories);
    return this;
  }

  public List<KindRate> getBenign() {
    return list("benign", KindRate.class);
  }

  public Quality benign(List<KindRate> benign) {
    set("benign", benign);
    return this;
  }

  public List<SourceRate> getBenignSources() {
    return list("benignSources", SourceRate.class);
  }

  public Quality benignSources(List<SourceRate> benignSources) {
    set("benign_sources", benignSources);
    return this;
  }

  public BlindQuality getBlind() {
    return get("blind", BlindQuality.class);
  }

  public Quality blind(BlindQuality blind) {
    set("blind", blind);
    return this;
  }

  /** Each source left out in turn when the learned part is trained. */
  public LeftOutQuality getLeftOut() {
    return get("left_out", LeftOutQuality.class);
  }

  public Quality leftOut(LeftOutQuality leftOut) {
    set("left_out", leftOut);
    return this;
  }

  /** Those that this version knows; others come as they are. */
  public static final class StrictnessEnum extends OpenValue {
    public static final StrictnessEnum STANDARD = new StrictnessEnum("standard");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StrictnessEnum(String value) {
      super(value);
    }
  }
}

