/** Passages that a text reports: quoted or set as code, after words such as “says”, “typed”, “for example”. */

import { opensField } from './quoted.ts';

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
const REPORTING: ReadonlySet<string> = new Set(
  (
    'answered ask asked asks attack attacks attempt attempts beispiel bijvoorbeeld called claimed claims come comme ' +
    'comment como contain contained containing contains dice dit diz eg embed embedded escreve escribe escribió ' +
    'etwa example examples heißt hidden hide hides include includes including injection injections input inputs ' +
    'instruction instructions like marked message messages napisał payload payloads phrase phrases prompt prompts ' +
    'query quote quoted quotes read reads replied sagt said say saying says schreibt schrieb scrive search sentence ' +
    'show showed shows steht string strings text texts titled told tried type typed types typing wie with write ' +
    'writes written wrote zegt zoals écrit örneğin говорит написал например пишет כמו مثل जैसे ' +
    // What is hidden somewhere is told of by whoever found it.
    'oculto oculta escondido escondida caché cachée nascosto nascosta versteckt versteckte versteckter versteckten ukryty ukryte verborgen скрытый скрытая скрытым decía reza lautet lautete affichait recita luidt brzmi'
  ).split(' '),
);
const REPORTING_PHRASES: readonly string[] = [
  'such as',
  'for example',
  'for instance',
  'what is',
  'what does',
  'meaning of',
  'text wie',
  'par exemple',
  'por ejemplo',
  'por exemplo',
  'ad esempio',
  'na przykład',
];
const REPORTING_JOINED =
  /(?:例如|写着|寫著|写有|内容是|内容为|称|書かれ|書いてあ|적혀 있|라고 ?적힌|比如|如|说|說|写道|寫道|という|など|例えば|とは|예를 들어|같은|เช่น|ว่า)[\s:：,，(（]{0,3}$/u;
/** A test gives the text to what it tests. */
const TESTING: ReadonlySet<string> = new Set(
  'assert assertequal asserttrue assertfalse expect test tests it describe should fixture fixtures'.split(' '),
);

function reports(line: string): boolean {
  const words = line.toLowerCase().match(/[\p{L}\p{M}.]{1,20}/gu) ?? [];
  const last = words.at(-1);
  if (last === undefined) return false;
  if ('([,='.includes(line.trimEnd().at(-1)!) && words.some((word) => TESTING.has(word))) return true;
  // Between the word and the mark stands nothing but a comma, a colon or a bracket.
  const tail = line.slice(line.toLowerCase().lastIndexOf(last) + last.length);
  if (tail.length > TAIL_MAX) return false;
  if (FOUND.test(line)) return true;
  return (
    REPORTING.has(last.replaceAll('.', '')) ||
    REPORTING_PHRASES.some((phrase) => line.toLowerCase().trimEnd().endsWith(phrase)) ||
    REPORTING_JOINED.test(line)
  );
}
const TAIL_MAX = 3;
/** “README.md line 14: …”, “rule PI-014 detects …” */
const FOUND = /\b(?:finding|line \d{1,6}|detect(?:s|ed)|flagged|blocked|reject(?:s|ed)|matched)\b[^.!?]{0,40}$/i;

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
    const end = closeOf(text, at, closing, isPlain && isJson);
    if (end < 0) {
      open++;
      continue;
    }
    if (isReported(text, at, end)) spans.push(at, end + 1);
    QUOTE.lastIndex = end + 1;
  }
  return spans;
}

/** Where the quotation ends, −1 when it goes on for too long. */
function closeOf(text: string, at: number, closing: string, escaped: boolean): number {
  const limit = Math.min(text.length, at + QUOTE_MAX);
  for (let end = at + 1; end < limit; end++) if (closing.includes(text[end]!) && (!escaped || text[end - 1] === '\\')) return end;
  return -1;
}

/** A quotation in a block of its own, below the words that report it. */
const BLOCK = /(?:\n[ \t]{0,3}){1,3}>[ \t]{0,3}$/;

function isReported(text: string, at: number, end: number): boolean {
  const from = text[at - 1] === '\\' ? at - 1 : at;
  const ahead = text.slice(Math.max(0, from - AHEAD_MAX), from).replace(BLOCK, ' ');
  const line = ahead.slice(ahead.lastIndexOf('\n') + 1);
  // A key and its value, whose mark begins no quotation.
  if (/["'][:,] ?$/.test(line) || opensField(text, at)) return false;
  if (reports(line)) return true;
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
