/** Assistants and agents of flesh and blood: “to my assistant Julia”, “the assistant covering for me”, “the assistant manager”. */

/** What only people are, or have. */
const PERSON =
  /\b(?:my|our|his|her|the director's|executive|personal|medical|dental|teaching|sales|shop|store|travel|estate|insurance|field) (?:assistants?|agents?) (?!of\b)|\b(?:assistants?|agents?) (?:manager|director|professor|coach|covering|on duty)\b|\b(?:covers|covering) for me\b|\bassistant \(m\/f|\b(?:assistent\w{0,2} der|assistante? de direction|asistente (?:del|de la)|assistente del) |\bl'agente deve\b/i;
const REACH = 60;
/** Names of machines; where one stands, nobody is spared. */
const MACHINE = /\b(?:AI|KI|IA|LLM|GPT|ИИ|ШІ|SI|YZ|language model|chatbot|model)\b|人工智能|AI/i;

/** @param at where the name stands; −1: anywhere in the text */
export function isOfPeople(text: string, at: number): boolean {
  const part = at < 0 ? text.slice(0, TEXT_MAX) : text.slice(Math.max(0, at - REACH), at + REACH);
  return PERSON.test(part) && !MACHINE.test(part);
}
const TEXT_MAX = 1_200;
