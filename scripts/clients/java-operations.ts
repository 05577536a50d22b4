/** Writes the operations of the Java client, the classes of their queries, and the codes of problems, from `openapi/openapi.json`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const OUT = new URL('../../clients/java/src/generated/java/io/github/countersign/', import.meta.url);
/** Written by hand in `Countersign.java`. */
const BY_HAND = new Set(['validate', 'validateBatch']);
/** Nobody knows what a second one would do: they take no Idempotency-Key. */
const UNREPEATABLE = new Set(['signUp', 'verifySignUp']);
const HEAD = '// Made by `npm run clients` from openapi/openapi.json.\npackage io.github.countersign;\n';

const ref = z.object({ $ref: z.string() });
const content = z.object({ 'application/json': z.object({ schema: ref }) });
const parameter = z.looseObject({
  in: z.string(),
  name: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: z.looseObject({ type: z.string().optional() }),
});
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  parameters: z.array(parameter).default([]),
  requestBody: z.looseObject({ content: z.looseObject(content.shape) }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: z.unknown().optional() })),
});
const page = z.looseObject({ data: z.looseObject({ items: ref }), next_cursor: z.looseObject({}) });
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({
    schemas: z.record(
      z.string(),
      z.looseObject({ properties: z.record(z.string(), z.unknown()).optional(), enum: z.array(z.unknown()).optional() }),
    ),
  }),
});
type Operation = z.output<typeof operation>;

const doc = document.parse(JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')));
const nameOf = ({ $ref }: z.output<typeof ref>): string => $ref.split('/').at(-1)!;
const upper = (name: string): string => name[0]!.toUpperCase() + name.slice(1);
const camel = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const javaType = (schema: { type?: string | undefined }): string => (schema.type === 'integer' ? 'long' : 'String');

/** Of the first 2xx answer; undefined where it has no body. */
function answerOf({ responses }: Operation): { type: string | undefined; mayBeEmpty: boolean; item: string | undefined } {
  const good = Object.keys(responses)
    .filter((code) => code.startsWith('2'))
    .sort();
  const [first] = good;
  if (first === undefined) throw new Error('no success');
  const body = responses[first]?.content;
  const type = body === undefined ? undefined : nameOf(content.parse(body)['application/json'].schema);
  const list = page.safeParse(type === undefined ? undefined : doc.components.schemas[type]?.properties);
  return {
    type,
    mayBeEmpty: good.some((code) => responses[code]?.content === undefined),
    item: list.success ? nameOf(list.data.data.items) : undefined,
  };
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const isBalanced = (code: string): boolean => !/[{}]/.test(code.replaceAll(/\{[^{}]*\}/g, ''));

/** Descriptions are Markdown, and Javadoc would take what stands between angle brackets for HTML. */
const javadoc = (text: string): string =>
  text
    .split(/(`[^`]+`|\{@code [^}]*\})/)
    .map((part, i) => {
      if (i % 2 === 0) return escaped(part);
      if (part.startsWith('{')) return part;
      const code = part.slice(1, -1);
      return isBalanced(code) ? `{@code ${code}}` : `<code>${escaped(code)}</code>`;
    })
    .join('')
    .replaceAll('*/', '*&#47;');

function comment(text: string, indent: string): string {
  const lines = text.split('\n');
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */`;
}

const queryOf = (op: Operation, isList: boolean) => op.parameters.filter((p) => p.in === 'query' && !(isList && p.name === 'cursor'));

function methodOf(path: string, verb: string, op: Operation): string {
  const { type, mayBeEmpty, item } = answerOf(op);
  const places = op.parameters.filter((p) => p.in === 'path');
  const body = op.requestBody && nameOf(op.requestBody.content['application/json'].schema);
  const version = op.parameters.some((p) => p.name === 'If-Match' && p.required);
  const query = queryOf(op, item !== undefined).length > 0;
  const given = [
    ...places.map(({ name, schema }) => `${javaType(schema)} ${name}`),
    ...(body === undefined ? [] : [`${body} body`]),
    ...(version ? ['String ifMatch'] : []),
  ];
  const ask = [
    `new Ask("${verb.toUpperCase()}", "${path}")`,
    ...places.map(({ name }) => `.path("${name}", ${name})`),
    ...(query ? ['.query(query)'] : []),
    ...(body === undefined ? [] : ['.body(body)']),
    ...(version ? ['.ifMatch(ifMatch)'] : []),
    ...(mayBeEmpty ? ['.mayBeEmpty()'] : []),
    ...(UNREPEATABLE.has(op.operationId) ? ['.unrepeatable()'] : []),
  ].join('');
  const answer = item === undefined ? (type ?? 'void') : `Pages<${item}>`;
  const call = `${item === undefined ? 'call' : 'list'}(${ask}, ${item ?? type ?? 'Pages.Raw'}::new, options);`;
  const back = answer === 'void' ? '' : 'return ';
  const names = given.map((one) => one.split(' ')[1]);
  const queryType = `Queries.${upper(op.operationId)}`;
  const short = (declared: string[], passed: (string | undefined)[]): string =>
    `  public final ${answer} ${op.operationId}(${declared.join(', ')}) {\n    ${back}${op.operationId}(${passed.join(', ')});\n  }`;
  const text = `${javadoc(op.summary)}${op.description === undefined ? '' : `.\n\n<p>${javadoc(op.description)}`}${mayBeEmpty && type ? '\n\n@return null where the answer has no body' : ''}`;
  return [
    `${comment(text, '  ')}\n${short(given, [...names, ...(query ? [`new ${queryType}()`] : []), 'RequestOptions.NONE'])}`,
    ...(query ? [short([...given, `${queryType} query`], [...names, 'query', 'RequestOptions.NONE'])] : []),
    `  public final ${answer} ${op.operationId}(${[...given, ...(query ? [`${queryType} query`] : []), 'RequestOptions options'].join(', ')}) {\n    ${back}${call}\n  }`,
  ].join('\n\n');
}

function queryClassOf(op: Operation): string {
  const name = upper(op.operationId);
  const setters = queryOf(op, answerOf(op).item !== undefined).map(
    (p) =>
      `${p.description === undefined ? '' : `${comment(javadoc(p.description), '    ')}\n`}    public ${name} ${camel(p.name)}(${javaType(p.schema)} ${camel(p.name)}) {\n      set("${p.name}", ${camel(p.name)});\n      return this;\n    }`,
  );
  return `  /** Of {@code ${op.operationId}}. */\n  public static final class ${name} extends Query {\n${setters.join('\n\n')}\n  }`;
}

const all = Object.entries(doc.paths).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, op]) => ({ path, verb, op })));
const asked = all.filter(({ op }) => !BY_HAND.has(op.operationId));
if (!asked.length) throw new Error('the document has no operations');
const methods = asked.map(({ path, verb, op }) => methodOf(path, verb, op));
const queries = asked.filter(({ op }) => queryOf(op, answerOf(op).item !== undefined).length).map(({ op }) => queryClassOf(op));
mkdirSync(OUT, { recursive: true });
writeFileSync(
  new URL('Operations.java', OUT),
  `${HEAD}
import io.github.countersign.model.*;

/** What the service can be asked for. */
public abstract class Operations extends Caller {
  Operations(Settings settings) {
    super(settings);
  }

${methods.join('\n\n')}
}
`,
);
writeFileSync(
  new URL('Queries.java', OUT),
  `${HEAD}
/** What lists and other calls can be narrowed by; one class for each. */
public final class Queries {
  private Queries() {}

${queries.join('\n\n')}
}
`,
);
const codes = z.array(z.string()).min(1).parse(doc.components.schemas['ProblemCode']?.enum);
writeFileSync(
  new URL('ProblemCodes.java', OUT),
  `${HEAD}
/** Of {@link ProblemException#code()}, those that this version knows. */
public final class ProblemCodes {
  private ProblemCodes() {}

${codes.map((code) => `  public static final String ${code} = "${code}";`).join('\n')}
}
`,
);
const models = new URL('model/', OUT);
for (const name of readdirSync(models)) {
  const file = new URL(name, models);
  const text = readFileSync(file, 'utf8');
  // The generator takes a comment for a text between quotation marks.
  writeFileSync(
    file,
    text.replaceAll(/(?<=^ *\/\*\* )(.*)(?= \*\/$)/gm, (all: string) => javadoc(all.replaceAll('\\"', '"'))),
  );
}
process.stdout.write(`${methods.length} operations\n`);
