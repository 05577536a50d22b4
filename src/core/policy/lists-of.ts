/** Which of the tenant's named lists a document speaks of. Cedar text names its own in `context.net.lists`. */
import { amountTextsIn, withoutAmounts } from './amount-texts.ts';
import { compile, isStructured } from './compile.ts';
import type { PolicyDocument } from './document.ts';

const IN_CEDAR = /context\.net\.(?:lists|checked)\.contains(?:Any|All)?\(\s*(\[[^\]]*\]|"[^"\\]*")/g;

const namedIn = (cedar: string): string[] =>
  [...cedar.matchAll(IN_CEDAR)].flatMap(([, literals = '']) => [...literals.matchAll(/"([^"\\]*)"/g)].map(([, name = '']) => name));

export function listsOf(document: PolicyDocument): string[] {
  if ('cedar' in document) return namedIn(document.cedar);
  if (!isStructured(document)) return [];
  const { ip_lists, checks } = compile('', withoutAmounts(document)).needs;
  return [
    ...amountTextsIn(document).flatMap(({ text }) => namedIn(text)),
    ...ip_lists,
    ...checks.flatMap(({ requirement: { inList, notInList } }) => [inList, notInList].filter((name) => name !== undefined)),
  ];
}
