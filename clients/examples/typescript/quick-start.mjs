/** Five lines: judge a message before it is passed on. COUNTERSIGN_API_KEY and COUNTERSIGN_URL say where. */
// begin
import { Countersign } from 'countersign';

const params = { name: 'read_file', arguments: { path: '../../../../etc/shadow' } };
const request = { jsonrpc: '2.0', id: 7, method: 'tools/call', params };
const { action, message, reply } = await new Countersign().enforce({ request, context: { user_id: 'alice' } });
console.log(action, JSON.stringify(reply ?? message));
// end
