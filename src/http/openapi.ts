/** The contract as OpenAPI, from the schemas that check the calls. */
import { HEADERS } from './openapi-headers.ts';
import { operationOf, schemasIn } from './openapi-operation.ts';
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

/** The document for these routes. Throws when two schemas have one name. */
export function openApiDocument(definitions: readonly Definition[], version: OpenApiVersion): object {
  const schemas = schemasOf(definitions.flatMap(schemasIn), version);
  const paths: Record<string, Record<string, object>> = {};
  for (const definition of definitions) (paths[definition.path] ??= {})[definition.method] = operationOf(definition, { schemas, version });
  return {
    openapi: VERSIONS[version],
    info: { ...INFO, license: LICENSES[version] },
    servers: [{ url: '/' }],
    tags: [...new Set(definitions.map((d) => d.tag))].map((name) => ({ name })),
    paths,
    components: { securitySchemes: { key: KEY }, headers: HEADERS, schemas: schemas.components },
  };
}
