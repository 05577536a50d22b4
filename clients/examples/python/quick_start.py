"""Five lines: judge a message before it is passed on. COUNTERSIGN_API_KEY and COUNTERSIGN_URL say where."""

# begin
from countersign import Countersign

with Countersign() as countersign:
    message = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "read_file", "arguments": {"path": "../../../../etc/shadow"}}}
    outcome = countersign.enforce(request=message, context={"user_id": "alice"})
    print(outcome.action, outcome.reply or outcome.message)
# end
