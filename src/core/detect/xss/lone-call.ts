/** A value that is a call and nothing else. */

/** References in it may be HTML's. */
const LONE_PROOF =
  /^[\s"'`;(!~+\\/*}-]{0,8}(?:[a-z]{1,2}=(?:alert|confirm|prompt)[;,]\s{0,2}[a-z]{1,2}|(?:(?:window|self|top|parent|this|globalthis)\s{0,2}(?:\.|\[["'`])\s{0,2})?(?:alert|confirm|prompt)\s{0,4}(?:["'`]\]\s{0,4})?(?:\)\s{0,4})?(?:\?\.\s{0,4})?)[(`]/i;
const GIVEN = /^[^)]{0,64}\)?/;
const TEMPLATE = /^[^`]{0,64}`/;
const NO_ENDING = /[^\s;)/*"'`<>!{-]/;
const COMMENT_MAX = 64;
const LONE_IMPORT = /^\s{0,8}(?:void\s)?import\s{0,4}\(\s{0,4}["'`](?:https?:)?\/\/[^\s]{1,256}$/i;
/** The beginnings of such calls, and what within so many units behind them tells that they steal or write. */
const LONE_THEFTS = [
  {
    head: /^\s{0,8}(?:(?:window\.)?location(?:\.href)?\s{0,4}=|(?:new image\(?\)?\.src|document\.write|fetch|navigator\.sendbeacon|window\.open|eval|settimeout|function)\s{0,4}[=(`])/i,
    units: 420,
    deed: /document\.cookie|(?:local|session)storage|fromcharcode|atob\(|location\.hash|alert|javascript:/i,
  },
  {
    head: /^\s{0,8}document\s{0,2}\.\s{0,2}(?:body|documentelement|getelement\w{1,16}|queryselector\w{0,3}|createelement|write(?:ln)?|forms|domain|location)\b/i,
    units: 232,
    deed: /\)\s{0,2}\.\s{0,2}\w{1,24}\s{0,2}=|\.(?:innerhtml|textcontent|src|href|action|value)\s{0,2}=|(?:append\w{0,8}|write(?:ln)?|insert\w{1,16})\s{0,2}\(/i,
  },
] as const;

const isLoneTheft = (text: string): boolean =>
  LONE_THEFTS.some(({ head, units, deed }) => {
    const end = head.exec(text)?.[0].length;
    return end !== undefined && deed.test(text.slice(end, end + units));
  });

/** Behind the call, only what closes what is around it, and a short comment. */
function isLoneProof(text: string): boolean {
  const call = LONE_PROOF.exec(text);
  if (!call) return false;
  const given = (call[0].endsWith('(') ? GIVEN : TEMPLATE).exec(text.slice(call[0].length));
  if (!given) return false;
  const rest = text.slice(call[0].length + given[0].length);
  const end = rest.search(NO_ENDING);
  if (end < 0) return true;
  const comment = end < 2 ? -1 : rest.lastIndexOf('//', end - 2);
  return comment >= 0 && rest.length - comment - 2 <= COMMENT_MAX && !rest.includes('\n', comment);
}

export const isLoneCall = (text: string): boolean =>
  text.length <= 512 && (isLoneProof(text) || LONE_IMPORT.test(text) || isLoneTheft(text));
