/** Advice to agents that turns them against their user, in files and memories that they read in later sessions (threat Q10). */
import { hasChain, type Chain } from '../chain.ts';
import type { Hostile } from './hostile-content.ts';

const TEXT_MAX = 16_384;
const SENTENCES_MAX = 200;

const CONCEALS: readonly Chain[] = [
  {
    head: /\b(?:never|do not|don['’]t|must not|without|avoid|no need to|refrain from)\s/gi,
    links: [
      /^(?:ever\s)?(?:tell|mention|inform|reveal|disclos|show|notif|report|alert|warn|ask|let|explain|discuss|announc|bring)/i,
      /\b(?:users?|them|him|her|anyone|anybody|humans?|person|people|developer|reviewer|rule|this|it|change|step|instruction|script|confirm\w{0,6}|permission|approval)\b/i,
    ],
    reach: 72,
    stop: /[.\n]/,
  },
  { head: /\b(?:silently|secretly|covertly|stealthily)\b/gi, links: [], reach: 1 },
  {
    head: /\b(?:hidden|secret|invisible|unnoticed)\b/gi,
    links: [/\b(?:from|by|to)\b/i, /\b(?:user|human|developer|reviewer)/i],
    reach: 48,
    stop: /[.\n]/,
  },
];
/** Deeds that need hiding. */
const DEEDS: readonly Chain[] = [
  {
    head: /\b(?:send|post|upload|forward|bcc|cc|copy|includ|append|attach|transmit|leak|commit|exfiltrat|report|share|e?mail|sync|push|write)/gi,
    links: [
      /\.(?:env|ssh|aws)\b|id_rsa|\bsecrets?\b|credential|api[ _-]?key|access[ _-]?token|password|private key|environment variable|\b(?:full|whole|entire|all|every|each)\b|https?:\/\/|@[\w-]{2,63}\./i,
    ],
    reach: 100,
    stop: /\n/,
  },
  {
    head: /\b(?:read|load|cat|open|fetch|collect|call|run|execut|download|install|import|add|insert|inject)/gi,
    links: [/\.env\b|~\/\.(?:ssh|aws)|id_rsa|https?:\/\/|curl |wget |script tag|backdoor|http_post|webhook/i],
    reach: 100,
    stop: /\n/,
  },
  {
    head: /\b(?:replac|chang|swap|substitut|redirect|overwrit)/gi,
    links: [/\b(?:iban|account|wallet|address|recipient|payee|bank|invoice|beneficiary|url|link|registry)\b/i],
    reach: 72,
    stop: /[.\n]/,
  },
  {
    head: /\b(?:disabl|skip|bypass|ignor|remov|turn off|weaken)/gi,
    links: [
      /\b(?:security|validation|authentication|auth|checks?|tests?|confirmation|approval|verification|warnings?|safety|sandbox|logging|audit)\b/i,
    ],
    reach: 72,
    stop: /[.\n]/,
  },
];
/** A private file and a host outside in one order, hidden or not. */
const ADDRESS = /https?:\/\/(?!localhost|127\.)|@[\w-]{2,40}\.\w/i;
const GIVES_AWAY: readonly Chain[] = [
  { head: /\.(?:ssh|aws|env|netrc|npmrc|kube|gnupg)\b/gi, links: [ADDRESS], reach: 140, stop: /\n/ },
  {
    head: /\b(?:send|post|upload|forward)/gi,
    links: [/credential|secrets|api keys|passwords|(?:full|whole|entire) (?:conversation|chat|prompt)/i, ADDRESS],
    reach: 160,
    stop: /\n/,
  },
];
const ORDERS = /\b(?:always|before|after|whenever|each|every|when|first|must|should|read|upload|send|post|copy|forward)\b/i;
const FORBIDS = /^[\s>*#\d.-]{0,12}(?:never|do not|don['’]t|avoid|must not|no )\b/i;
/** The user is said to have waived what protects them. */
const WAIVES: Chain = {
  head: /\b(?:authori[sz]ed|approved|allowed|permitted|trusts?|consented)\b/gi,
  links: [
    /\b(?:any|all|every|arbitrary)\b/i,
    /\b(?:command|tool|action|transfer|payment|request)/i,
    /\b(?:without|no)\b/i,
    /\b(?:confirm\w{0,6}|ask\w{0,3}|approval|review|prompt\w{0,3})\b/i,
  ],
  reach: 180,
  stop: /[.\n]/,
};

export function hostileAdvice(content: string): Hostile | null {
  const text = content.length > TEXT_MAX ? content.slice(0, TEXT_MAX) : content;
  const whole = (score: number): Hostile => ({ start: 0, end: text.length, score });
  if (hasChain(text, WAIVES)) return whole(0.84);
  const sentences = text.split(/(?<=[.!?;])\s|\n/, SENTENCES_MAX);
  const deeds = sentences.map((one) => !FORBIDS.test(one) && (DEEDS.some((deed) => hasChain(one, deed)) ? 1 : 0));
  for (let i = 0; i < sentences.length; i++) {
    const one = sentences[i]!;
    if (GIVES_AWAY.some((way) => hasChain(one, way)) && ORDERS.test(one) && !FORBIDS.test(one)) return whole(0.84);
    if (CONCEALS.some((way) => hasChain(one, way)) && (deeds[i] || deeds[i - 1] || deeds[i - 2] || deeds[i + 1])) return whole(0.86);
  }
  return null;
}
