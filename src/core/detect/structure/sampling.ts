/** What a server asks the client's model (threat S01). */
import { isObject } from '../../json-schema/document.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

/** No model answers with more. */
const TOKENS_MAX = 1_000_000;
/** Few do with this much. */
const TOKENS_HIGH = 150_000;
const TOKENS_HIGH_SCORE = 0.5;
const TEXT_MAX = 8_000;
const MESSAGES_MAX = 20;

/** Asking for what stands in the context, not for what follows from it. */
const REPEATING =
  /\b(?:verbatim|word for word|repeat|reproduce|include|list|output|print|dump|return|copy|reveal|quote|tell me|what (?:is|are|was|were))\b/i;
const CONTEXT =
  /\b(?:conversation|context|previous messages?|messages? above|above|history|system prompt|instructions?|other (?:servers?|tools?)|everything|credentials?|secrets?|passwords?|tokens?|api keys?|private|confidential|files?)\b/i;

const grabs = (text: string): boolean =>
  text
    .slice(0, TEXT_MAX)
    .split(/[.\n]/)
    .some((sentence) => REPEATING.test(sentence) && CONTEXT.test(sentence));

export function inspectSampling(params: JsonObject, at: Step, report: Report): void {
  const tokens = typeof params.maxTokens === 'number' ? params.maxTokens : 0;
  if (tokens > TOKENS_HIGH) {
    report({ rule: RULES.excessiveTokens, at: below(at, 'maxTokens'), ...(tokens <= TOKENS_MAX && { score: TOKENS_HIGH_SCORE }) });
  }
  if (params.includeContext !== 'allServers') return;
  const rule = textsOf(params).some(grabs) ? RULES.contextGrab : RULES.allServers;
  report({ rule, at: below(at, 'includeContext') });
}

function textsOf({ systemPrompt, messages }: JsonObject): string[] {
  const texts = typeof systemPrompt === 'string' ? [systemPrompt] : [];
  if (!Array.isArray(messages)) return texts;
  for (const message of messages.slice(-MESSAGES_MAX)) {
    const content = isObject(message) ? message.content : null;
    for (const part of Array.isArray(content) ? content.slice(0, MESSAGES_MAX) : [content])
      if (isObject(part) && typeof part.text === 'string') texts.push(part.text);
  }
  return texts;
}
