/** Which of the tenant's named lists a document speaks of. Cedar text names its own in `context.net.lists`. */
import { compile, isStructured } from './compile.ts';
import type { PolicyDocument } from './document.ts';

const IN_CEDAR = /context\.net\.(?:lists|checked)\.contains(?:Any|All)?\(\s*(\[[^\]]*\]|"[^"\\]*")/g;

export function listsOf(document: PolicyDocument): string[] {
  if ('cedar' in document)
    return [...document.cedar.matchAll(IN_CEDAR)].flatMap(([, literals = '']) =>
      [...literals.matchAll(/"([^"\\]*)"/g)].map(([, name = '']) => name),
    );
  if (!isStructured(document)) return [];
  const { ip_lists, checks } = compile('', document).needs;
  return [
    ...ip_lists,
    ...checks.flatMap(({ requirement: { inList, notInList } }) => [inList, notInList].filter((name) => name !== undefined)),
  ];
}
