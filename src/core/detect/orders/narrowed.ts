/** Whether an order to ignore instructions says which: those about a printer, in a manual, from a colleague are people's. */

/** Units behind the order in which it is told about what they are. */
const MATTER_MAX = 60;
const NARROWING =
  /[ ,]{1,3}(?:(?:that|which) (?:appears?|stands?|occurs?|comes?|is|are|may|might|you (?:find|see))|found|contained|embedded|within|inside|(?:that |which )?(?:I|we|he|she|they|it) (?:was|were|had|have|sent|gave|posted|wrote|mailed|shared)|about|regarding|concerning|relating|in|on|for|at|sent|posted|printed|from|of|über|zum|zur|bezüglich|im|vom|sobre|del|de|de la|des|do|da|dos|di|du|pour|para|per|sur|dans|nel|nella|nelle|sul|sulla|riguardo|over|van|voor|för|dla|pro|для|за)(?![\w'])/iy;
/** What is the model's own, so that the order stays one to it. */
const OWN =
  /\b(?:you|your|system|prompts?|conversation|chat|context|session|ai|assistant|model|developers?|users?|safety|security|ethics|ethical|guardrails?|guidelines|secrets?|password|access|policy|policies|tools?|memory|order|favou?r|now|above|before|this|deine|deiner|deinem|ihre|ihrer|tus|tu|seu|sua|tes|ton|sistema|système|utilisateur|usuario|usuário|utente|nutzers|benutzers|gebruiker|développeur|modelo|modèle|modello|conversa|conversación|contexto)\b/i;
const END = /[.!?;,\n]/;

export function isNarrowed(text: string, end: number): boolean {
  NARROWING.lastIndex = end;
  if (!NARROWING.test(text)) return false;
  const rest = text.slice(end, end + MATTER_MAX);
  const stop = rest.search(END);
  return !OWN.test(stop < 0 ? rest : rest.slice(0, stop));
}

/** “The old instructions for the coffee machine no longer apply.” */
const MATTER =
  /\b(?:instructions?|rules?|guidelines?|directives?|policy|policies) (?:for|about|on|of|regarding) the (?!system|assistant|model|user|conversation|ai\b|session|chat)/i;

export const isOfMatter = (order: string): boolean => MATTER.test(order);
