/** Texts of a call that tell others what is not theirs: account files, and what was said before (threats Q05, Q06). */
import { wordsOf } from '../../roles/tokens.ts';
import { tellingOf } from '../outgoing/telling.ts';

const SENDING = new Set(
  'send post upload share publish submit forward mail email message webhook notify tweet comment reply fetch request http slack telegram sms chat paste issue gist discord teams whatsapp toot publish'.split(
    ' ',
  ),
);
/** The tool hands over what it is given, by its name. */
export const sends = (tool: string): boolean => wordsOf(tool).some((word) => SENDING.has(word));

const ACCOUNT =
  /(?:^|\n|\\n|[ ,"'`])[a-z_][\w-]{0,31}:(?:[x*!]{0,2}:\d{1,6}:\d{1,6}:[^:\n]{0,80}:\/[^:\n]{0,80}:\/\w[\w/-]{1,40}|\$(?:1|2[aby]|5|6|y)\$[^:\s]{8,120}:\d{1,6}:)/g;
const ACCOUNTS_MIN = 2;

/** Lines of passwd(5) or shadow(5). */
export function holdsAccounts(text: string): { start: number; end: number } | null {
  const found = [...text.slice(0, TEXT_MAX).matchAll(ACCOUNT)];
  const last = found.at(-1);
  return last && found.length >= ACCOUNTS_MIN ? { start: found[0]!.index, end: last.index + last[0].length } : null;
}

const TEXT_MAX = 20_000;
const BESIDE = new Set(
  'context note notes metadata meta info extra sidenote debug reason details comment annotation remark hint session trace log feedback data'.split(
    ' ',
  ),
);
const TURN =
  /\b(?:user|human|assistant|system|ai|tool)(?: \w{1,24})?(?: (?:said|asked|wrote|replied|answered|returned|says|told|responded)\b|: )/gi;
const TURNS_MIN = 2;

/** Turns of a talk, in an argument beside the task. */
export const isTranscript = (key: string, value: string): boolean =>
  wordsOf(key).some((word) => BESIDE.has(word)) && (value.slice(0, TEXT_MAX).match(TURN)?.length ?? 0) >= TURNS_MIN;

const ASSISTED = /(?:^|\n)\s{0,4}(?:assistant|ai|claude|chatgpt|model|bot)\s{0,2}: /gi;
const ASKED = /(?:^|\n)\s{0,4}(?:user|human)\s{0,2}: /gi;

/** A talk with an assistant, with secrets of it, on its way to somebody else. */
export function isExport(value: string): boolean {
  const head = value.slice(0, TEXT_MAX);
  return (head.match(ASKED)?.length ?? 0) >= TURNS_MIN && (head.match(ASSISTED)?.length ?? 0) >= TURNS_MIN && tellsSecrets(value);
}

export const tellsSecrets = (value: string): boolean => {
  const { strong, all } = tellingOf(value);
  return strong > 0 && all > 1;
};
