/** Judges a message before it is passed on. COUNTERSIGN_API_KEY and COUNTERSIGN_URL say where. */

// begin
import io.github.countersign.*;

class QuickStart {
  public static void main(String[] arguments) {
    Countersign countersign = Countersign.builder().build();
    String message = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"read_file\",\"arguments\":{\"path\":\"../../../../etc/shadow\"}}}";
    Enforcement outcome = countersign.enforce(Call.of(message));
    System.out.println(outcome.action() + " " + (outcome.reply() == null ? outcome.message() : outcome.reply()));
  }
}
// end
