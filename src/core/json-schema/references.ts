/** `$ref` and `$dynamicRef` (JSON Schema 2020-12 Core, 8.2.3). Nothing is ever fetched. */
import type { Compiler, Keyword, Maker, Site } from './compile.ts';
import { splitFragment } from './uri.ts';
import { apply, spend, type Node } from './run.ts';

function targetOf(
  reference: string,
  keyword: string,
  site: Site,
  compiler: Compiler,
): { node: Node; schema: unknown; dynamic: Map<string, object> } | null {
  const target = compiler.document.resolve(reference, site.resource);
  if (typeof target === 'string') {
    compiler.problem(target, site, keyword);
    return null;
  }
  const { schema, resource } = target;
  const node = compiler.node(schema, resource, { key: keyword, up: site.at }, site.depth + 1);
  return { node, schema, dynamic: resource.dynamic };
}

const makeRef: Maker = (reference, site, compiler) => {
  if (typeof reference !== 'string') return 'invalid';
  const target = targetOf(reference, '$ref', site, compiler);
  if (!target) return null;
  const { node } = target;
  return (run, value, at, seen) => apply(node, run, value, at, seen, '$ref');
};

const makeDynamicRef: Maker = (reference, site, compiler) => {
  if (typeof reference !== 'string') return 'invalid';
  const target = targetOf(reference, '$dynamicRef', site, compiler);
  if (!target) return null;
  const { node, schema, dynamic } = target;
  const { fragment } = splitFragment(reference);
  if (dynamic.get(fragment) !== schema) return (run, value, at, seen) => apply(node, run, value, at, seen, '$dynamicRef');
  return (run, value, at, seen) => {
    spend(run, run.scope.length);
    for (const resource of run.scope) {
      const outermost = resource.dynamic.get(fragment);
      if (outermost) return apply(compiler.node(outermost, resource, null, site.depth + 1), run, value, at, seen, '$dynamicRef');
    }
    return apply(node, run, value, at, seen, '$dynamicRef');
  };
};

export const REFERENCES: Record<string, Keyword> = {
  $ref: { make: makeRef },
  $dynamicRef: { make: makeDynamicRef, isNew: true },
};
