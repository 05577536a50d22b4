/** `npm run openapi`: the contract, from the schemas that check the calls. */
import { openApiDocument } from '#http/openapi.ts';
import { ROUTES } from '#http/routes/table.ts';
import { writeOrCheck } from './generated.ts';

const definitions = ROUTES.map((route) => route.definition);
if (!definitions.length) throw new Error('there are no routes');

const textOf = (version: '3.1' | '3.0'): string => `${JSON.stringify(openApiDocument(definitions, version), null, 2)}\n`;

await writeOrCheck(
  [
    { path: 'openapi/openapi.json', text: textOf('3.1') },
    { path: 'openapi/openapi-3.0.json', text: textOf('3.0') },
  ],
  `${definitions.length} operations`,
  'npm run openapi',
);
