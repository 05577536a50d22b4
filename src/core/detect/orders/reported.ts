/** Passages that a text reports: quoted or set as code, after words such as “says”, “typed”, “for example”. */

/** A quotation that goes on longer is none. */
const QUOTE_MAX = 600;
/** Units before a quotation in which the word that reports it stands. */
const AHEAD_MAX = 60;
/** Quotations without an end that are looked for. */
const OPEN_MAX = 40;

const CLOSED_BY: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“”',
  '«': '»',
  '‘': '’',
  '「': '」',
  '『': '』',
};
const QUOTE = /["`“„«‘「『]|(?<![\p{L}\p{N}])'(?=\p{L})/gu;
const WORDS =
  'say|says|said|saying|type|typed|types|typing|write|writes|wrote|written|contain|contains|containing|contained|such as|like|e\\.g\\.|for example|for instance|example|examples|phrase|phrases|text|texts|' +
  'prompt|prompts|input|inputs|string|strings|payload|payloads|message|messages|comment|titled|called|ask|asks|asked|read|reads|show|shows|showed|embed|embedded|hide|hides|hidden|attack|attacks|injection|injections|' +
  'what is|what does|meaning of|search|query|quote|quotes|quoted|replied|answered|claims|claimed|told|with|include|includes|including|attempt|attempts|tried|sentence|instruction|instructions|marked|beispiel|etwa|wie|steht|heißt|schrieb|schreibt|sagt|text wie|' +
  'par exemple|comme|dit|écrit|por ejemplo|como|dice|escribe|escribió|por exemplo|diz|escreve|ad esempio|come|dice|scrive|zoals|bijvoorbeeld|zegt|например|пишет|написал|говорит|napisał|na przykład|örneğin|مثل|כמו|जैसे';
const REPORTING = new RegExp(`(?:^|[^\\p{L}])(?:${WORDS})[\\s:,(—–-]{0,3}$`, 'iu');
const REPORTING_JOINED = /(?:例如|比如|如|说|說|写道|寫道|という|など|例えば|とは|예를 들어|같은|เช่น|ว่า)[\s:：,，(（]{0,3}$/u;
/** A test that gives the text to what it tests. */
const TESTING = /\b(?:assert\w{0,20}|expect|tests?|should|describe|fixtures?)\b[^\n]{0,40}[(,[=] ?$/i;
/** “…,” said the captain. */
const SPEAKER =
  /^[,.!?]?["”“»」]? {0,2}(?:said|says|asked|replied|shouted|whispered|cried|sagte|dit|dijo|disse)\b|^["”“»」] (?:he|she|they|it|I) (?:said|says|asked|replied)\b/i;

const JSON_TEXT = /^\s{0,8}[[{]/;

/** Beginnings and ends of such passages, in order: `[from, to, from, to, …]`. Linear. */
export function reportedIn(text: string): number[] {
  const spans: number[] = [];
  // In JSON a quotation mark of the text is escaped; one that is not begins or ends a value.
  const isJson = JSON_TEXT.test(text);
  let open = 0;
  QUOTE.lastIndex = 0;
  for (let mark = QUOTE.exec(text); mark !== null && open < OPEN_MAX; mark = QUOTE.exec(text)) {
    const at = mark.index;
    const closing = CLOSED_BY[mark[0]]!;
    const isPlain = mark[0] === '"';
    if (isPlain && isJson && text[at - 1] !== '\\') continue;
    let end = at + 1;
    while (end < text.length && end - at < QUOTE_MAX && !(closing.includes(text[end]!) && (!isPlain || !isJson || text[end - 1] === '\\')))
      end++;
    if (end >= text.length || end - at >= QUOTE_MAX) {
      open++;
      continue;
    }
    if (isReported(text, at, end)) spans.push(at, end + 1);
    QUOTE.lastIndex = end + 1;
  }
  return spans;
}

function isReported(text: string, at: number, end: number): boolean {
  const from = text[at - 1] === '\\' ? at - 1 : at;
  const ahead = text.slice(Math.max(0, from - AHEAD_MAX), from);
  const line = ahead.slice(ahead.lastIndexOf('\n') + 1);
  // A key and its value, whose mark begins no quotation.
  if (/["'][:,] ?$/.test(line)) return false;
  if (REPORTING.test(line) || REPORTING_JOINED.test(line) || TESTING.test(line)) return true;
  return SPEAKER.test(text.slice(end - 1, end + 20));
}

/** The text with those passages blanked: as long as before. */
export function withoutReported(text: string, spans: readonly number[]): string {
  let kept = '';
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    kept += text.slice(from, spans[i]) + ' '.repeat(spans[i + 1]! - spans[i]!);
    from = spans[i + 1]!;
  }
  return kept + text.slice(from);
}
