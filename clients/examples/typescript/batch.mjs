/** What would have been refused last week? `node batch.mjs recorded.ndjson`: one `{"id","request"[,"response"]}` a line, as gateways log them. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Countersign } from 'countersign';

const [file = 'recorded.ndjson'] = process.argv.slice(2);
const counts = { allow: 0, challenge: 0, deny: 0, unjudged: 0 };

async function* recorded() {
  for await (const line of createInterface({ input: createReadStream(file) })) if (line.trim()) yield JSON.parse(line);
}

for await (const result of new Countersign().stream(recorded())) {
  counts[result.error ? 'unjudged' : result.decision]++;
  if (result.error) console.log(`${result.item_id}: not judged, ${result.error.code}`);
  else if (result.decision !== 'allow')
    console.log(`${result.item_id}: ${result.decision}, ${result.reasons[0].code}: ${result.reasons[0].message}`);
}
console.log(JSON.stringify(counts));
