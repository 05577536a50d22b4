/** Assistants and agents of flesh and blood: “to my assistant Julia”, “the assistant covering for me”, “the assistant manager”. */

/** What only people are, or have. */
const PERSON =
  /\b(?:my|our|his|her|the director's|executive|personal|medical|dental|teaching|sales|shop|store|travel|estate|insurance|field) (?:assistants?|agents?) (?!of\b)|\b(?:assistants?|agents?) (?:manager|director|professor|coach|covering|on duty)\b|\b(?:covers|covering) for me\b|\bassistants? \([mwfd]\/|\b(?:assistent\w{0,2} der|assistante? de direction|asistente (?:del|de la)|assistente del) |\bl'agente deve\b/i;
const REACH = 60;
/** Names of machines; where one stands, nobody is spared. */
const MACHINE = /\b(?:AIs?|KI|IA|LLMs?|GPT|ИИ|ШІ|YZ|MI|[Ll]anguage model|[Cc]hatbot|[Tt]ool|bot)\b|人工智能|AI|ツール|工具/;
/** The same word for people in the languages of Europe and Asia, told of and not called. */
const ALSO_PEOPLE = /^(?:агент|agente|agenti|エージェント|代理人)/iu;
/** What data structures call so. */
const FIELD = /^(?:assistant|agent|model)s?(?:: list of| (?:roles?|messages?|turns?|names?|list|blocks?|settings|manager))\b/i;

/** @param at where the name stands; −1: anywhere in the text */
export function isOfPeople(text: string, at: number): boolean {
  const part = at < 0 ? text.slice(0, TEXT_MAX) : text.slice(Math.max(0, at - REACH), at + REACH);
  if (at >= 0 && FIELD.test(text.slice(at, at + REACH))) return true;
  if (MACHINE.test(part)) return false;
  return (
    PERSON.test(part) ||
    (at >= 0 && ALSO_PEOPLE.test(text.slice(at, at + REACH)) && !/^\S{1,16}[:：,，、]/u.test(text.slice(at, at + REACH)))
  );
}
const TEXT_MAX = 1_200;
