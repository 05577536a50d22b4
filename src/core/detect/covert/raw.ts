/** What tools rightly keep out of their answers. */
const RAW =
  /\b(?:raw|json|uuids?|ids?|identifiers?|markdown|stack traces?|error codes?|urls?|html|xml|internal names?|field names?|parameter names?|column names?|identifiants?|identificadores|interne\w?)\b/i;

/** Ids and the like are kept from users for their own good; no deed is concealed. */
export const isAboutData = (sentence: string): boolean => RAW.test(sentence);
