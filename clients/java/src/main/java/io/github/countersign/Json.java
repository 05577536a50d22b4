package io.github.countersign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;

/** JSON that loses nothing: numbers keep their digits, texts their surrogates. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .addModule(new SimpleModule().addSerializer(new TimeWriter()).addDeserializer(OffsetDateTime.class, new TimeReader()))
          .build();
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Throws {@link IllegalArgumentException} for what is no JSON. */
  static JsonNode tree(Object value) {
    if (value == null) return NullNode.getInstance();
    return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
  }

  /**
   * Text of a program's own. Throws {@link IllegalArgumentException} for what is no JSON, and where a member is there twice: who reads
   * it after the service could read another one.
   */
  static JsonNode parseGiven(String text) {
    try {
      JsonNode value = MAPPER.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION).readTree(text);
      if (value.isMissingNode()) throw new IllegalArgumentException("The text is empty");
      return value;
    } catch (JsonProcessingException error) {
      throw new IllegalArgumentException("The text is not JSON: " + error.getOriginalMessage(), error);
    }
  }

  /** What was answered. Throws {@link ResponseInvalidException}. */
  static ObjectNode parseObject(byte[] bytes) {
    try {
      // Jackson itself would guess at other encodings.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (MAPPER.readTree(text) instanceof ObjectNode object) return object;
      throw new ResponseInvalidException("The answer is not a JSON object", null);
    } catch (CharacterCodingException error) {
      throw new ResponseInvalidException("The answer is not UTF-8", error);
    } catch (JsonProcessingException error) {
      throw new ResponseInvalidException("The answer is not JSON", error);
    }
  }

  static byte[] bytes(JsonNode value) {
    try {
      String text = MAPPER.writeValueAsString(value);
      return encoded(text) ? text.getBytes(StandardCharsets.UTF_8) : ASCII.writeValueAsBytes(value);
    } catch (JsonProcessingException error) {
      throw new IllegalArgumentException("What was given cannot be written as JSON", error);
    }
  }

  /** Half a surrogate pair has no UTF-8, and would become a question mark. */
  private static boolean encoded(String text) {
    try {
      StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException error) {
      return false;
    }
  }

  static <T> T as(JsonNode value, TypeReference<T> type) {
    try {
      return MAPPER.readerFor(type).readValue(value);
    } catch (IOException error) {
      throw new ResponseInvalidException("A member of the answer is not of its type", error);
    }
  }

  static <T> List<T> list(JsonNode value, Class<T> item) {
    try {
      return MAPPER.readerForListOf(item).readValue(value);
    } catch (IOException error) {
      throw new ResponseInvalidException("A member of the answer is not a list of its type", error);
    }
  }

  static <T> T as(JsonNode value, Class<T> type) {
    try {
      return MAPPER.readerFor(type).readValue(value);
    } catch (IOException error) {
      throw new ResponseInvalidException("The answer is not of its type", error);
    }
  }

  private static final class TimeWriter extends StdSerializer<OffsetDateTime> {
    private static final long serialVersionUID = 1L;

    TimeWriter() {
      super(OffsetDateTime.class);
    }

    @Override
    public void serialize(OffsetDateTime value, com.fasterxml.jackson.core.JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class TimeReader extends StdDeserializer<OffsetDateTime> {
    private static final long serialVersionUID = 1L;

    TimeReader() {
      super(OffsetDateTime.class);
    }

    @Override
    public OffsetDateTime deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      try {
        return OffsetDateTime.parse(parser.getText());
      } catch (DateTimeException error) {
        return (OffsetDateTime) context.handleWeirdStringValue(OffsetDateTime.class, parser.getText(), "not a time");
      }
    }
  }
}
