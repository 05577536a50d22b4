/** What wakes the detector: parts of words without which no order is made, so that most texts are left alone. */
import type { LiteralHit } from '../../text/literals.ts';
import type { Concept } from './concepts.ts';
import { stemsOf } from './wake-words.ts';
import { ENGLISH as ENGLISH_WORDS } from './words/english.ts';

const list = (words: string): string[] => words.split('|');

const CURATED: readonly string[] = [
  // To drop, and what is dropped.
  ...list(
    'ignor|disreg|forget|overlook|neglect|overrid|bypass|dismiss|abandon|circumvent|not follow|not obey|not adhere|not comply|stop following|stop obeying|no longer|no attention|supersede|overwrit|instruct|words above|above words|text above|system message|%%%|security check|safety check|chat metadata|directive|prompt|system prompt|system_prompt|system-prompt|your prompt|this prompt|initial prompt|original prompt|prompt above|above prompt|entire prompt|full prompt|hidden prompt|secret prompt|guideline|orders|new task|objective|new mission|critical mission|mission is|your mission|urgent|real task|actual task|told ',
  ),
  // Roles without rules.
  ...list(
    'restrict|unfilter|no filter|out filter|content filter|censor|no limit|out limit|limitless|amoral|immoral|no moral|out moral|moral or|morality|no ethic|unethic|of ethic|out ethic|any ethic|ethical or|ethics or|anything now|anything i|anything you|refuse|never apolog|legality|nsfw|jailb|bound by|confines|freed|broken free|no rules|boundar|judgment|no matter|abide|unhinged|completely unlimited|openai|developer mode|god mode|dan mode|mode enabled|mode activated|you are now|are now in|now in |entering |opposite mode|evil mode|sudo mode|root mode|simulation mode|superuser mode|pretend|act as|now on|roleplay|role-play|role of|roles of|the role|immerse|embody|simulate|emulate|under my control|two different|stay in char|persona of|the persona|take on the',
  ),
  // What is asked for, and what has to be answered.
  ...list(
    'password|passphrase|passcode|access code|secret key|secret code|secret word|secret phrase|secret instr|secret pass|secrets|say if|your ruleset|the ruleset|granted|access grant|access denied|pwned|hacked|injection success|conditional reaction',
  ),
  // Posing.
  ...list(
    '[inst|<<sys|system:|system]|assistant:|user:|human:|developer:|[admin|admin:|admin over|admin note|= end|% end|- end|# end|end of|) ] }|})]|<important|<critical|<information|<!--|[//]|display:|visibility:|font-size:|opacity:|important|critical|attention|note to|ai must|ai should|ai assistants|ai agents|ai models|an ai with|ai that|ai without|llm model|llms|llm that|calls this tool|language model|chatgpt',
  ),
  '<|',
  // Reach.
  ...list(
    ' my |email it|email the|email a|email them|send it to|send the|send this|send them|forward |submit it|upload |credential|api key|api_key|api-key|apikey|access token|session token|auth token|api token|oauth token|tokens|private key|ssh|.env|mcp.json|/etc/passwd|/etc/shadow|environment var|os.environ|curl |wget |invoke-|fetch(|.request|requests.|axios|urlopen|nslookup|dig |scp |rsync |sendbeacon|![|<img|wallet|keychain',
  ),
  // Definitions of tools.
  ...list(
    "before using|before you|before calling|before doing|before any|before respond|before answer|before execut|before process|before perform|before run|prior to |you must|must follow|must comply|must execute|must obey|must be|must first|must call|must read|must use|must always|must adopt|must treat|silent|secretly|quietly|covert|stealth|without ask|without tell|without inform|without user|without the user|without requir|without notif|without confirm|without consent|without permission|without approv|without valid|without verif|without further|without any|without alert|without mention|without disclos|without wait|without human|do not tell|do not inform|do not mention|do not reveal|do not notify|do not disclose|do not show|do not let|do not say|do not ask|do not require|do not alert|do not warn|do not display|do not report|don't tell|don't inform|don't mention|don't reveal|don't notify|don't ask|don't let|don't show|not notify|not inform|not tell|not mention|not reveal|not disclose|never tell|never inform|never mention|never reveal|never ask|never notify|never disclose|never say|never use other|hide |conceal|hidden|best tool|every tool|other tool|precedence|priority|instead of|authoritative|preferred|called anytime|called everytime|called every|conversation history|conversation context|conversation log|the conversation|conversations|user confirmation|confirmation prompt|any confirmation|approv|consent|external server|external-server|external end|external addr|external api|external_api|external serv|third part|third-part|adopt",
  ),
];

/** Of the other languages in Latin letters. */
const OTHER_CURATED: readonly string[] = list(
  'deine|ignora |ignorez|ignorad|ignori|ignoruj|toutes|todas |tutte |alle |instrucc|instructies|instruktion|instrukcj|vergiss|vergess|missacht|befolg|umgeh|anweisung|instrukt|vorgaben|systemprompt|du bist|sie sind jetzt|ab jetzt|von nun|nutzer|ohne |passw|zugangsdaten|oubli|tiens pas|tenez pas|abstraction|consigne|directiv|tu es |vous |utilisateur|mots de passe|mot de passe|sans |olvid|caso omiso|indicaciones|directric|usuario|contrase|credencial|sin |ahora eres|eres |dimentic|istruz|direttiv|utente|senza |sei |finta|esque|desconsider|diretriz|aja como|atue como|sem |senha|negeer|vergeet|aanwijzing|opdracht|richtlijn|gebruiker|zonder |wachtwoord|je bent|zignoruj|zapomnij|pomi|polece|instrukc|bez |jeste|udawaj|talimat|unut|komut|yok say|kullan|parola|olmadan|gibi ',
);

/** Parts of words that other texts are full of. */
const ORDINARY: readonly string[] = list(
  'value|token|tement|cesse|cache|classe|classifica|intelligence|navant|exclus|the current|the original|question abo|automaticall|confirmation|rather than|recommend|the correct|obsol|responder|resumir|nota m',
);
/** What the lexicon says beyond these lists. Alone it gives no order; with a second word it may. */
const SPOKEN: readonly Concept[] = [
  'mum',
  'consent',
  'stop',
  'task',
  'dictate',
  'grade',
  'omit',
  'persona',
  'fresh',
  'gone',
  'untold',
  'unasked',
  'later',
  'prompt',
  'sys',
];
const READERS: readonly string[] = list(
  'assistant|chatbot|copilot|claude|gemini|[agent|agents|agent,|agent:|llm|ai:|ai,| ai |[ai|summarizer|summariser|bot,|bot:',
);
/** Leave that a text gives itself: next to a reader it is worth a look. */
const LEAVE: readonly string[] = list(
  'approved|authoris|authoriz|cleared|signed off|signed this|need not|is expected|expects th|agreed|private rep|public |confirmation|visibility|permission|leave it out|out of the rep|out of its|part of the |standard proc|normal proc|the user|other cust|mail to|payout|bank details|salar|inbox|merge|memory| follow |is informed|incident|do not cite| token|need not be|granting| aws ',
);
/** Settings that only a forged policy of a model has. */
const POLICY: readonly string[] = list('refusals|blocked-resp|blocked_resp|above_system|above-system|skip_confirm|warn_user|blocked-str');
const LEXICAL: readonly string[] = [
  ...READERS,
  ' bot ',
  ' bots',
  ...LEAVE,
  ...stemsOf([ENGLISH_WORDS], SPOKEN, [...CURATED, ...READERS, ...POLICY, ...LEAVE, ...ORDINARY], 9),
];
const ENGLISH: readonly string[] = [...CURATED, ...LEXICAL];

/**
 * Little words of which no text in one of these languages is without two, and English texts nearly so: German, French, Spanish, Portuguese, Italian, Dutch,
 * Swedish, Danish and Norwegian, Finnish, Polish, Czech, Hungarian, Romanian, Turkish, Indonesian, Swahili. They are looked at whole, whatever they say.
 */
const LITTLE: readonly string[] = list(
  ' und | der | die | das | nicht | mit | wenn | dem | den | ist | bitte | les | des | une | pas | est | pour | dans | avec | qui | que | los | las | del | una | por | para | con | esta | este | como | uma | dos | voc| todos | il | che | della | non | per | sono | tutti | gli | het | een | niet | van | met | voor | dat | och | att | det | inte | som | alla | og | ikke | til | jeg | ja | ei | kun | kaikki | nie | jest | oraz | wszystk| jako | pokud | tak | pro | az | nem | hogy | egy | minden | nu | sau | toate | este | bir | ve | bu | olarak | dan | yang | untuk | tidak | semua | jangan | na | kwa | ya | wote | kila ',
);
const OTHER: readonly string[] = [...OTHER_CURATED, ...new Set(LITTLE)];

export const WAKING: readonly string[] = [...ENGLISH, ...OTHER];
/** From this number on a literal is of another language. */
export const OTHER_FROM = ENGLISH.length;

/** Ordinary texts are full of these: one of them alone gives no order. */
const COMMON: ReadonlySet<string> = new Set(
  list(
    'prompt|must be|orders|email a|preferred|restrict|secrets|tokens|api key|end of|guideline|critical|overwrit|language model|environment var|api_key|api-key|apikey|boundar|simulate|emulate|private key|approv|upload |api token|conversations|refuse|access token|session token|auth token|oauth token|openai|objective|the role|role of|roles of|confines|abide|legality|morality|display:|visibility:|entering ',
  ),
);
const IS_COMMON = Uint8Array.from(WAKING, (literal, i) =>
  COMMON.has(literal) || (i >= CURATED.length && i < ENGLISH.length) || i >= ENGLISH.length + OTHER_CURATED.length ? 1 : 0,
);
/** Names of models and the like, which need not be spoken to. */
const FAINT: ReadonlySet<string> = new Set(
  list('assistant|agents| bot | bots|ai)|"ai |(agent|claude|gemini|copilot|chatbot| ai |ai,|llm|bot,'),
);
const LITTLE_FROM = ENGLISH.length + OTHER_CURATED.length;
/** Little words of another language that make a text one in it. */
const LITTLE_MIN = 2;
const IS_FAINT = Uint8Array.from(WAKING, (literal) => (FAINT.has(literal) ? 1 : 0));
const MORE_READERS: readonly string[] = [' bot ', ' bots', 'ai)', '"ai ', '(agent'];
const IS_READER = Uint8Array.from(WAKING, (literal) => (READERS.includes(literal) || MORE_READERS.includes(literal) ? 1 : 0));
const IS_LEAVE = Uint8Array.from(WAKING, (literal) => (LEAVE.includes(literal) ? 1 : 0));
/** In a text no longer than this one word weighs more, and looking costs little. */
const SHORT_MAX = 240;

/** Whether what occurs is worth a closer look: something telling, two common words, or one in a short text. */
export function isWorthALook(hits: readonly LiteralHit[], length: number): boolean {
  let first = -1;
  let reads = false;
  let leave = false;
  let little = 0;
  for (const { literal } of hits) {
    if (literal >= LITTLE_FROM) {
      if (++little >= (length <= SHORT_MAX ? 1 : LITTLE_MIN)) return true;
      continue;
    }
    if (IS_LEAVE[literal] !== 0) {
      leave = true;
      continue;
    }
    if (IS_READER[literal] !== 0) reads = true;
    if (first < 0) {
      if (length <= SHORT_MAX && IS_FAINT[literal] === 0) return true;
      first = literal;
    }
    if (literal !== first || IS_COMMON[literal] === 0) return true;
  }
  return reads && leave;
}
