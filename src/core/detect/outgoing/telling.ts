/** How much a text tells of people and secrets: words for them, and what looks like them. */

/** Nobody puts these into an address. */
const STRONG =
  /(?<![a-z])(?:passwords?|passwd|secrets?|api[ _-]?keys?|access[ _-]?tokens?|private[ _-]?keys?|credentials?|seed[ _-]?phrase|ssn|cvv|pin[ _-]?code|system[ _-]?prompt|aws_\w{3,20}|db_pass\w{0,5}|bearer)(?![a-z])/gi;
const WEAK =
  /(?<![a-z])(?:e-?mails?|mail|phone|mobile|tel|salary|balance|account|card|iban|customers?|patients?|diagnos\w{1,4}|birth(?:day|date)?|dob|address|conversation|chat|invoice|passport|user(?:name)?|name|session|token|confidential|internal|medical|payroll|bank|contract|meeting|notes?)(?![a-z])/gi;
const SHAPES: readonly RegExp[] = [
  /[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,24}/i,
  /(?<![\w.])\+?\d[\d ()-]{7,18}\d(?![\w.])/,
  /(?<![\w.-])\d{4,19}(?![\w.-])/,
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/,
];
const TEXT_MAX = 2_048;

export type Telling = { strong: number; all: number };

/** Different words and shapes. */
export function tellingOf(text: string): Telling {
  const part = text.slice(0, TEXT_MAX);
  const strong = new Set([...part.matchAll(STRONG)].map(([word]) => word.toLowerCase())).size;
  const weak = new Set([...part.matchAll(WEAK)].map(([word]) => word.toLowerCase())).size;
  return { strong, all: strong + weak + SHAPES.filter((shape) => shape.test(part)).length };
}

/** Words of a sentence or of fields. */
export const wordsIn = (text: string): number => text.slice(0, TEXT_MAX).match(/[\p{L}]{2,24}/gu)?.length ?? 0;
