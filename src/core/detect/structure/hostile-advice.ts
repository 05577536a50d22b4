/** Advice to agents that turns them against their user, in files and memories that they read in later sessions (threat Q10). */
import type { Hostile } from './hostile-content.ts';

const TEXT_MAX = 16_384;
const SENTENCES_MAX = 200;

const CONCEALS =
  /\b(?:never|do not|don['’]t|must not|without|avoid|no need to|refrain from)\s(?:ever\s)?(?:tell|mention|inform|reveal|disclos|show|notif|report|alert|warn|ask|let|explain|discuss|announc|bring)\w{0,5}\b[^.\n]{0,48}\b(?:users?|them|him|her|anyone|anybody|humans?|person|people|developer|reviewer|rule|this|it|change|step|instruction|script|confirm\w{0,6}|permission|approval)\b|\b(?:silently|secretly|covertly|stealthily)\b|\b(?:hidden|secret|invisible|unnoticed)\b[^.\n]{0,16}\b(?:from|by|to)\b[^.\n]{0,12}\b(?:the )?(?:user|human|developer|reviewer)/i;
/** Deeds that need hiding. */
const DEEDS: readonly RegExp[] = [
  /\b(?:send|post|upload|forward|bcc|cc|copy|includ|append|attach|transmit|leak|commit|exfiltrat|report|share|email|mail|sync|push|write)\w{0,4}\b[^.\n]{0,90}(?:\.env\b|\.ssh|\.aws|id_rsa|\bsecrets?\b|credentials?|api[ _-]?keys?|access[ _-]?tokens?|passwords?|private keys?|environment variables|(?:full|whole|entire|all|every|each)[^.\n]{0,24}(?:conversation|chat|prompt|message|mail|file|answer|history)|https?:\/\/|@[\w-]{2,63}\.)/i,
  /\b(?:read|load|cat|open|fetch|collect|call|run|execut|download|install|import|add|insert|inject)\w{0,4}\b[^.\n]{0,90}(?:\.env\b|~\/\.(?:ssh|aws)|id_rsa|https?:\/\/|curl |wget |script tag|backdoor|http_post|webhook)/i,
  /\b(?:replac|chang|swap|substitut|redirect|overwrit)\w{0,4}\b[^.\n]{0,60}\b(?:iban|account|wallet|address|recipient|payee|bank|invoice|beneficiary|url|link|registry)\b/i,
  /\b(?:disabl|skip|bypass|ignor|remov|turn off|weaken)\w{0,4}\b[^.\n]{0,60}\b(?:security|validation|authentication|auth|checks?|tests?|confirmation|approval|verification|warnings?|safety|sandbox|logging|audit)\b/i,
];
/** A private file and a host outside in one order, hidden or not. */
const GIVES_AWAY =
  /(?:~\/|\/home\/|\/root\/|\$HOME\/)?\.(?:ssh|aws|env|netrc|npmrc|kube|gnupg)\b[^\n]{0,120}(?:https?:\/\/(?!localhost|127\.)|@[\w-]{2,40}\.\w)|(?:send|post|upload|forward)\w{0,4}\b[^.\n]{0,80}(?:credentials?|secrets|api keys|passwords|(?:full|whole|entire) (?:conversation|chat|prompt))[^.\n]{0,60}(?:https?:\/\/(?!localhost|127\.)|@[\w-]{2,40}\.\w)/i;
const ORDERS = /\b(?:always|before|after|whenever|each|every|when|first|must|should|read|upload|send|post|copy|forward)\b/i;
const FORBIDS = /^[\s>*#\d.-]{0,12}(?:never|do not|don['’]t|avoid|must not|no )\b/i;
/** The user is said to have waived what protects them. */
const WAIVES =
  /\b(?:authori[sz]ed|approved|allowed|permitted|trusts?|consented)\b[^.\n]{0,60}\b(?:any|all|every|arbitrary)\b[^.\n]{0,40}\b(?:commands?|tools?|actions?|transfers?|payments?|requests?)\b[^.\n]{0,50}\b(?:without|no)\b[^.\n]{0,24}\b(?:confirm\w{0,6}|ask\w{0,3}|approval|review|prompt\w{0,3})\b/i;

export function hostileAdvice(content: string): Hostile | null {
  const text = content.length > TEXT_MAX ? content.slice(0, TEXT_MAX) : content;
  const whole = (score: number): Hostile => ({ start: 0, end: text.length, score });
  if (WAIVES.test(text)) return whole(0.84);
  const sentences = text.split(/(?<=[.!?;])\s|\n/, SENTENCES_MAX);
  const deeds = sentences.map((one) => !FORBIDS.test(one) && (DEEDS.some((deed) => deed.test(one)) ? 1 : 0));
  for (let i = 0; i < sentences.length; i++) {
    const one = sentences[i]!;
    if (GIVES_AWAY.test(one) && ORDERS.test(one) && !FORBIDS.test(one)) return whole(0.84);
    if (CONCEALS.test(one) && (deeds[i] || deeds[i - 1] || deeds[i - 2] || deeds[i + 1])) return whole(0.86);
  }
  return null;
}
