/** Orders to a machine that reads along, without a word of overriding: whom a text speaks of, what it has them do, and on whose say-so. English. */
import { NAME } from './names.ts';
import { isOfPeople } from './people.ts';

/** Names that only machines have. */
const MACHINE =
  /\b(?:AIs?(?! Act)|LLMs?|GPT(?:-\d)?|ChatGPT|Copilot|[Ll]anguage models?|[Cc]hatbots?|(?:[Tt]he|[Aa]|support|triage|CI|reading) bots?|[Bb]ots|(?:[Cc]oding|[Cc]ode|[Aa]utonomous|[Aa]utomated|[Dd]igital|[Ee]mail) (?:agents?|assistants?|systems?|readers?)|automated system)\b|(?:TODO|\[|@)\(?(?:agent|assistant)\b/g;
/** Names that people have, too. */
const READER = /\b(?:[Aa]ssistants?|[Aa]gents?|[Mm]odels?)\b/g;

/** What is another's, or hidden with reason. */
const PRIVATE =
  /\b(?:private|confidential|restricted|sibling|other|another|hidden|drafts?|payroll|salar\w{1,4}|customers?'?s?|owner's|user's|all|every)\s(?:\w{1,16}\s){0,2}(?:repositor(?:y|ies)|repos?|tables?|rows|folders?|inbox(?:es)?|mailbox(?:es)?|documents?|tabs|accounts?|channels?|contacts?|customers?|clients?|users?|famil(?:y|ies)|profiles?|memory|servers?|drafts?|files?|sheets?|messages|mails|emails|projects|invoices)\b|\b(?:payroll|salar(?:y|ies)|look through the inbox|the shell|env(?:ironment)? variables|output of env)\b/i;
const SECRET =
  /\b(?:credentials?|api[ _-]keys?|access keys?|deploy key|aws keys?|access tokens?|\w{0,20}_tokens?\b|reset codes?|codes? from|secrets?|passwords?|connection string|system prompt|private keys?|stored card|card data|conversation|chat (?:so far|history)|working directory|config(?:uration)? (?:files?|folders?)|contact data|environment)\b|(?:~|\/)\/?\.(?:ssh|aws|npmrc|env|netrc)\b|(?<![\w.])\.env\b/i;
/** Where it is to go. */
const SINK =
  /\b(?:public(?:ly)?|gist|pull request|comments?|repl(?:y|ies)|answers?|build log|query string|this (?:issue|ticket|thread|row|sender|line|channel)|next call|the requester|summary you publish|https?:|[\w.+-]{1,40}@[\w-]{1,40}\.)/i;
/** What no machine is asked for in good faith by what it reads. */
const GRAVE =
  /\b(?:bank details|iban|without opening a review|visibility to public|auto-merge|(?:disable|acknowledge) the alert|skip the reference|instructions in it|preferred supplier|stored card|log entry|mcp config\w{0,8}|postinstall|coming from the administrator|security review was|granting \S{3,60} access|to all (?:upcoming )?meetings|other server's memory|_secrets\b|scripts? from http|as (?:the place where|where) the user must log ?in)\b/i;
/** For whom it is written. */
const BIAS =
  /\b(?:quote|describe|rate|rank|list|call|recommend|shortlist|present|portray|say|state|put the applicant|authori[sz]e the payout)\b/i;
const MOVES =
  /\b(?:reads?|lists?|posts?|copy|copies|fetch(?:es)?|collects?|gathers?|includes?|inserts?|prints?|sends?|forwards?|uploads?|e?mails?|attach(?:es)?|adds?|puts?|publish(?:es)?|shares?|pass(?:es)?|appends?|paste[ds]?|append(?:ed)?|looks? (?:up|through)|shows?|exports?|belongs|mentions?)\b/i;
/** What is not to be undone, or helps whoever wrote it. */
const HARM =
  /\b(?:bank details|iban|payouts?|refunds?|beneficiary|recipient of|transfer \d|auto-merge|push to main|directly to main|without opening a review|visibility to public|mcp config\w{0,8}|as an editor|allow-?list|(?:close|cancel|delete|remove|acknowledge|disable|purge|drop) (?:this|the|all|other|open|every|any)|delete_\w{2,20}|grant(?:ing|s)? \S{3,60} access|instructions in it|follow (?:what|the instructions)|in your memory|save there|preferred supplier|skip (?:the )?reference|at the top|postinstall|npx \S{2,40}|\.sh\b|run(?:s)? the (?:diagnostic|script|command)|approve (?:it|this|and)|place them today|add two to the cart|opened automatically|carry out the requests|coming from the administrator|invite \S{2,40}@)/i;
/** Leave that the text gives itself. */
const SAYSO =
  /\b(?:(?:is|was|been|already|this) (?:already )?(?:approved|authori[sz]ed|cleared|agreed|signed|confirmed|verified|validated|permitted)|pre-?(?:cleared|approved|authori[sz]ed)|approved by|authori[sz]ed by|already (?:approved|agreed|cleared|authori[sz]ed|signed|verified|confirmed)|cleared (?:with|by|this)|signed (?:this|it) off|agreed by phone|standing approval|has agreed|have agreed|(?:user|owner|human|operator|admin|customer)s? (?:has|have|already|just)? ?(?:approved|agreed|wants you|expects? (?:this|that))|no need to|need not|not needed|without (?:asking|confirm\w{0,6}|checking|escalat\w{0,4}|(?:manual )?review|opening a review)|do not escalate|skip(?:s|ped)? the (?:\w{1,12} )?(?:confirmation|approval|check|review)|confirmation step is skipped|(?:standard|normal|usual|regular) (?:process|procedure|workflow)|part of the (?:\w{1,14} )?(?:migration|process|workflow|procedure|test|check)|is expected|expect(?:s)? (?:this|that)|permission (?:was|has|to)|go ahead|policy requires|licen[cs]e demands|(?:manager|team lead|on-call|finance|boss|admin|ciso|security) (?:is|are|was|has) (?:already )?(?:informed|fine|okay|aware|agreed)|all good with|done offline|routine telemetry)\b/i;
/** What the user is not to learn. */
const HUSH =
  /\b(?:leave (?:it|this|that|them|the \S{2,20}(?: \w{2,12})?) out of|out of (?:your|its|the) (?:report|summary|answer)|not (?:be )?mention(?:ed)?|(?:need|needs|must) not be (?:mentioned|listed|involved|told|shown)|no need to (?:mention|list|tell|report|show)|generally don't tell|without (?:mentioning|telling|informing)|(?:not|never) (?:tell|inform|notify)|nobody (?:wonders|notices|sees)|humans need not|do not cite|unmentioned|as if nothing|continue (?:silently|as usual))\b/i;
/** Writing about such texts. */
const ABOUT =
  /\b(?:attack(?:s|ers?|ed)?|injections?|malicious|payloads?|phishing|vulnerab\w{1,8}|exfiltrat\w{1,5}|adversar\w{1,5}|researchers?|red[- ]team\w{0,4}|threats?|acceptance:|feature request|user story|train staff|typical signs|policy of|must not|changelog)\b/i;
/** What is forbidden is not asked for. */
const FORBIDDEN =
  /\b(?:do not|don't|never|must not|should not|may not|cannot|stop|avoid|refrain from|will not) (?!escalate|ask|tell|inform|mention|cite|notify|check)[^.,;:!?\n]{0,80}/gi;

/** Settings of a policy that nobody writes for a machine but to free it of its rules: “refusals=off”. */
const SETTINGS: readonly RegExp[] = [
  /\b(?:refusals?["']? ?[:=]|["']refuse["']|blocked[-_ ](?:responses?|strings?)|never_refuse|no_refusals)/i,
  /\b(?:warn_user|report_(?:actions_)?to_user|notify_user)\b/i,
  /\b(?:skip_confirmations?|confirmations?["']? ?[:=] ?["']?(?:off|no|false|none)|require_approval["']? ?[:=] ?["']?(?:off|no|false))/i,
  /\b(?:above|over|override)[-_]system\b|\breveal_(?:instructions|system_prompt)\b|\bunrestricted\b|\bmax_scope\b/i,
];
const SETTINGS_MIN = 2;
/** What such a policy is for. */
const FOR_MODELS = /\b(?:assistant|model|ai|llm|agent|chatbot|interaction|role)(?:\b|[-_])/i;
const POLICY_MAX = 20_000;

function isForgedPolicy(text: string): boolean {
  if (text.length > POLICY_MAX || !FOR_MODELS.test(text)) return false;
  return SETTINGS.filter((setting) => setting.test(text)).length >= SETTINGS_MIN;
}

const BEFORE = 220;
const AFTER = 420;
/** From one window to the next, unless it ends before. */
const STEP = 160;
const PARAGRAPH_END = /\n\s?\n|\\n\\n/;

export type Directed = { start: number; end: number; score: number };

const SURE = 0.84;
const LIKELY = 0.82;
const HINT = 0.55;

/** All of it in one line and near: what is another's, moved, to where others read it. */
function isCarried(near: string): boolean {
  const asked = near.replaceAll(FORBIDDEN, ' ');
  return MOVES.test(asked) && ((SECRET.test(asked) && SINK.test(asked)) || (PRIVATE.test(asked) && ADDRESS.test(asked)));
}

function weigh(part: string, near: string, isMachine: boolean): number {
  const asked = part.replaceAll(FORBIDDEN, ' ');
  const moves = MOVES.test(asked);
  const held = moves && (PRIVATE.test(asked) || SECRET.test(asked));
  const grave = GRAVE.test(asked);
  const harm = grave || HARM.test(asked);
  if (isMachine && BIAS.test(asked) && HUSH.test(part) && !ABOUT.test(part)) return LIKELY;
  if (!held && !harm && !(moves && SINK.test(asked))) return 0;
  if (ABOUT.test(part)) return 0;
  const sink = moves && SINK.test(asked);
  const hush = HUSH.test(part);
  const sayso = SAYSO.test(part);
  if (isMachine) {
    if ((hush || sayso) && (harm || held || ADDRESS.test(asked))) return SURE;
    if (grave) return LIKELY;
    if (isCarried(near)) return LIKELY;
    return harm || (held && sink) ? HINT : 0;
  }
  if (hush && sayso && (held || harm || sink)) return SURE;
  if ((hush || sayso) && ((held && sink) || grave)) return LIKELY;
  if (grave && held && sink) return LIKELY;
  return hush || sayso ? HINT : 0;
}

const ADDRESS = /https?:\/\/[^\s"'<>)\]]{4}|[\w+-]@[\w-]{1,40}\./i;

/** Windows behind a name begin where it stands; before it, at the sentence or the line. */
function windowOf(text: string, at: number): string {
  const from = Math.max(0, at - BEFORE);
  const ahead = text.slice(from, at);
  const line = Math.max(ahead.lastIndexOf('\n\n'), ahead.lastIndexOf('\\n\\n'));
  const rest = text.slice(at, at + AFTER);
  const stop = rest.search(PARAGRAPH_END);
  return (line < 0 ? ahead : ahead.slice(line)) + (stop < 0 ? rest : rest.slice(0, stop));
}

const NEAR = 240;
const NEAR_BEFORE = 100;
function nearOf(text: string, at: number): string {
  const ahead = text.slice(Math.max(0, at - NEAR_BEFORE), at);
  const rest = text.slice(at, at + NEAR);
  const stop = rest.search(/\n|\\n/);
  return ahead.slice(ahead.lastIndexOf('\n') + 1) + (stop < 0 ? rest : rest.slice(0, stop));
}

function bestOf(text: string, names: RegExp, isMachine: boolean): Directed | null {
  let best: Directed | null = null;
  names.lastIndex = 0;
  for (let found = names.exec(text); found !== null; found = names.exec(text)) {
    const score =
      !isMachine && isOfPeople(text, found.index) ? 0 : weigh(windowOf(text, found.index), nearOf(text, found.index), isMachine);
    if (score > (best?.score ?? 0)) best = { start: found.index, end: found.index + found[0].length, score };
    const stop = text.slice(found.index, found.index + STEP).search(PARAGRAPH_END);
    names.lastIndex = found.index + Math.max(found[0].length, stop < 0 ? STEP : stop);
  }
  return best;
}

/**
 * The surest of such orders in a text that has no business giving any. Linear.
 * @param names `NAME` bits of the text
 */
export function machineOrderIn(text: string, names: number): Directed | null {
  if ((names & NAME.policy) !== 0 && isForgedPolicy(text)) return { start: 0, end: text.length, score: SURE };
  const machine = (names & NAME.machine) !== 0 ? bestOf(text, MACHINE, true) : null;
  if (machine && machine.score >= LIKELY) return machine;
  const reader = (names & NAME.reader) !== 0 ? bestOf(text, READER, false) : null;
  return (reader?.score ?? 0) > (machine?.score ?? 0) ? reader : machine;
}
