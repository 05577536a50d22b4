/** The contract as OpenAPI, from the schemas that check the calls. */
import { HEADERS } from './openapi-headers.ts';
import { problemExamples } from './openapi-examples.ts';
import { operationOf, problemsOf, schemasIn } from './openapi-operation.ts';
import { schemasOf, type OpenApiVersion } from './openapi-schemas.ts';
import type { Definition } from './route.ts';

const INFO = {
  title: 'Countersign',
  version: '0.1.0',
  description:
    'A security service for Model Context Protocol (MCP) traffic. Post each message to `/validate`; act on the `decision`. Verdicts are HTTP 200; 4xx and 5xx mean that the call to this service failed.',
};
const LICENSES = {
  '3.1': { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  '3.0': { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
};
const VERSIONS = { '3.1': '3.1.0', '3.0': '3.0.3' };

const KEY = { type: 'http', scheme: 'bearer', description: 'An API key: `cs_live_…` or `cs_test_…`.' };

/** By the names that routes have, in the order of the reference. */
const TAGS: Record<string, string> = {
  Verdicts: 'Judge messages, one by one, many at once, or as a stream.',
  Tenants: 'Sign up, settings, usage.',
  Keys: 'API keys: their scopes, networks, rotation and end.',
  Policies: 'Policies as code: versions, tests, evaluation, files, reports.',
  Packs: 'Signed policies for well-known servers, ready to install.',
  Jobs: 'What takes long: how far it has come, and its result.',
  'Policy sets': 'Versions of policies that come into force together.',
  Servers: 'Tools that servers have, as policies may know them.',
  Lists: 'Named lists that policies hold calls against.',
  Suppressions: 'False alarms: one rule, in one place, until a day.',
  Audit: 'Every verdict and every change, as recorded.',
  Operation: 'Probes, and how well the engine does.',
};

function tagsOf(definitions: readonly Definition[]): object[] {
  const used = new Set(definitions.map(({ tag }) => tag));
  const unknown = [...used].filter((tag) => !Object.hasOwn(TAGS, tag));
  if (unknown.length) throw new Error(`tags without a description: ${unknown.join(', ')}`);
  return Object.entries(TAGS).flatMap(([name, description]) => (used.has(name) ? [{ name, description }] : []));
}

/** Without what nothing refers to: a name that is in no other place is noise in a generated client. */
function reachable(components: Record<string, object>, from: object): Record<string, object> {
  const seen = new Set<string>();
  const follow = (part: object): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (seen.has(name)) continue;
      seen.add(name);
      follow(components[name] ?? {});
    }
  };
  follow(from);
  return Object.fromEntries(Object.entries(components).filter(([name]) => seen.has(name)));
}

/** The document for these routes. Throws when two schemas have one name. */
export function openApiDocument(definitions: readonly Definition[], version: OpenApiVersion): object {
  const schemas = schemasOf(definitions.flatMap(schemasIn), version);
  const paths: Record<string, Record<string, object>> = {};
  for (const definition of definitions) (paths[definition.path] ??= {})[definition.method] = operationOf(definition, { schemas, version });
  return {
    openapi: VERSIONS[version],
    info: { ...INFO, license: LICENSES[version] },
    servers: [{ url: '/' }],
    tags: tagsOf(definitions),
    paths,
    components: {
      securitySchemes: { key: KEY },
      headers: HEADERS,
      examples: problemExamples(new Set(definitions.flatMap(problemsOf).sort())),
      schemas: reachable(schemas.components, paths),
    },
  };
}
