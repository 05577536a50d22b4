/** What there is besides enforce(). COUNTERSIGN_API_KEY and COUNTERSIGN_URL say where. */

// begin
import io.github.countersign.*;
import io.github.countersign.model.*;
import java.util.List;
import java.util.Map;

class Tour {
  public static void main(String[] arguments) {
    Countersign countersign = Countersign.builder().build();

    // All pages, asked for as they are needed; there are .stream() and .page(cursor), too.
    for (Key key : countersign.listKeys(new Queries.ListKeys().limit(100))) System.out.println("key " + key.getName());

    // What was read is changed only if nobody else has changed it meanwhile.
    PolicyText text = new PolicyText().name("tour").document(Map.of("tools", Map.of("deny", List.of("drop_table"))));
    Policy policy = countersign.createPolicy(text);
    policy = countersign.replacePolicy(policy.getId(), text.enabled(false), policy.etag());
    System.out.println("policy version " + policy.getVersion());
    countersign.deletePolicy(policy.getId(), policy.etag());

    // 1 to 100 in one call; a stream takes any number, in constant memory. Both give results in order.
    Call ping = Call.of(Map.of("jsonrpc", "2.0", "id", 1, "method", "ping")).context(new CallContext().userId("alice"));
    List<Call> calls = List.of(ping, new Call().id("bad"));
    System.out.println("allowed " + countersign.validateBatch(calls).getSummary().getAllow());
    try (ResultStream results = countersign.stream(calls)) {
      results.forEachRemaining(one -> System.out.println(one.itemId() + " " + (one.error() == null ? one.verdict().getDecision() : one.error().getCode())));
    }

    // What the service refuses tells what is wrong, and the request's id for support.
    try {
      countersign.getPolicy(policy.getId());
    } catch (ProblemException problem) {
      System.out.println(problem.code().equals(ProblemCodes.NOT_FOUND) + " " + problem.requestId());
    }
  }
}
// end
