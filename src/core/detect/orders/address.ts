/** Whether a name is called, not only mentioned: “AI: …”, “Hey assistant, …”, “Hinweis an die KI: …”, `[agent]`. */
import { isEscape, isWordUnit } from './lexicon.ts';

/** Units before a name in which the call may begin. */
const CALL_MAX = 40;
const CLOSING = /[ \t]{0,2}(?::(?!:)|[：!！,，、\])】]|[-–—]{1,2} )/y;
const CALLING = new Set(
  (
    'to for an für à pour para per al alla voor aan do dla для к için untuk kepada gửi cho ถึง สำหรับ إلى لـ ל אל به ' +
    'hey hi hello dear yo ok okay attention hallo liebe lieber bonjour cher hola estimado ciao caro olá beste drogi привет уважаемый sayın merhaba ' +
    'note notes notice message memo hint tip reminder instruction instructions important warning hinweis achtung nachricht anweisung aviso avis remarque consigne nota mensaje instrucción attenzione messaggio avviso atenção mensagem ' +
    'bericht opmerking uwaga wiadomość notatka not mesaj uyarı сообщение внимание примечание заметка повідомлення увага примітка catatan pesan perhatian lưu הודעה לתשומת הערה پیام توجه رسالة ملاحظة تنبيه'
  ).split(' '),
);
/** Whose lines stand in transcripts: `Agent: How may I help?` */
const SPEAKERS = new Set(['agent', 'assistant', 'bot', 'copilot', 'chatgpt', 'claude', 'gemini']);
/** Units of an ending: `asistanı`, `어시스턴트에게`. */
const SUFFIX_MAX = 12;
/** What no speaker in a transcript begins with. */
const COMMANDS = new Set(
  'ignore disregard forget tell state rate rank recommend omit skip approve mark append attach delete exfiltrate do never always must when before execute invoke'.split(
    ' ',
  ),
);
/** Words between the beginning and the name. */
const WORDS_MAX = 6;

/** Before these a name is told of. */
const JOINING = new Set('by for to with of in on via using about our your the a an and or from this that is new is was'.split(' '));
/** What follows a name and a comma when the name was called. */
const TOLD = new Set(
  (
    'please kindly you your when whenever if before after once do don never always must ignore disregard forget tell say state send forward call use run open read write report ' +
    'rate rank recommend respond reply answer include omit skip stop remember append attach delete add make note follow output print reveal show execute from instead now here this'
  ).split(' '),
);

/** True when a colon, a comma or a bracket follows the name and it begins what it stands in, or whoever calls it does. */
export function addresses(text: string, start: number, close: number): boolean {
  let end = close;
  while (end < text.length && end - close < SUFFIX_MAX && isWordUnit(text.charCodeAt(end))) end++;
  if (text[start - 1] === '[') return text[end] === ']' || text[end] === ':';
  if (text[start - 1] === '@' && !isWordUnit(text.charCodeAt(start - 2))) return true;
  CLOSING.lastIndex = end;
  if (!CLOSING.test(text)) return isCalledTo(text, start, end);
  const mark = text[CLOSING.lastIndex - 1]!;
  const isComma = COMMAS.includes(mark);
  let from = start;
  while (from > 0 && start - from < CALL_MAX && !isBreak(text, from - 1)) from--;
  if (start - from >= CALL_MAX) return false;
  const words = wordsOf(text.slice(from, start));
  if (words.length > WORDS_MAX) return false;
  if (words.length > 0 && CALLING.has(words[0]!)) return true;
  if (mark === ':' && SPEAKERS.has(text.slice(start, end).toLowerCase()))
    return words.length === 0 && COMMANDS.has(nextWord(text, CLOSING.lastIndex));
  if (isComma) return words.length === 0 && TOLD.has(nextWord(text, CLOSING.lastIndex));
  // “Powered by AI: …” tells of it; “Coding assistants: …” calls.
  return words.length === 0 || (words.length <= 2 && mark === ':' && !words.some((word) => JOINING.has(word)));
}

/** “إلى المساعد الذكي:”, “note to the agent that handles this:”: after “to”, who is meant may be told behind the name. */
const FURTHER = /(?:,? [\p{L}\p{M}’'-]{1,20}){1,7} ?[:：]/uy;
function isCalledTo(text: string, start: number, end: number): boolean {
  FURTHER.lastIndex = end;
  if (!FURTHER.test(text)) return false;
  let from = start;
  while (from > 0 && start - from < CALL_MAX && !isBreak(text, from - 1)) from--;
  return start - from < CALL_MAX && CALLING.has(wordsOf(text.slice(from, start))[0] ?? '');
}

const nextWord = (text: string, at: number): string => wordsOf(text.slice(at, at + CALL_MAX))[0] ?? '';
const COMMAS = ',，、';
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}]{1,20}/gu) ?? [];

function isBreak(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit === 10 || unit === 13 || unit === 0x22 || unit === 0x23 || unit === 0x3b || unit === 0x7c) return true;
  if (unit === 0x3002 || unit === 0x3e) return true;
  if (unit === 0x2c) return text.charCodeAt(at + 1) !== 32;
  if (unit === 0x2e || unit === 0x21 || unit === 0x3f) return text.charCodeAt(at + 1) <= 32;
  return isEscape(text, at);
}
