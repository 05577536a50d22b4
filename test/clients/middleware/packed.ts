/** The middleware as it is published, and a live service. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Index from '../../../clients/typescript/src/index.ts';
import type * as Express from '../../../clients/typescript/src/middleware/express.ts';
import type * as Fastify from '../../../clients/typescript/src/middleware/fastify.ts';
import type * as ForHono from '../../../clients/typescript/src/middleware/hono.ts';
import type * as Mcp from '../../../clients/typescript/src/middleware/mcp.ts';
import { startService, tempFolder } from '../../e2e/service.ts';
import { installPacked } from '../../support/packed.ts';

type Package = {
  '': typeof Index;
  '/mcp': typeof Mcp;
  '/express': typeof Express;
  '/hono': typeof ForHono;
  '/fastify': typeof Fastify;
};

export type Published = {
  home: string;
  /** `entry('/mcp')` is `countersign/mcp`. */
  entry<K extends keyof Package>(name: K): Promise<Package[K]>;
  countersign: Index.Countersign;
  /** A client of a service that is not there. */
  unreachable: Index.Countersign;
  service: { url: string; key: string };
  stop(): Promise<void>;
};

export async function published(): Promise<Published> {
  const installed = installPacked();
  const folder = await tempFolder();
  const service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
  const resolve = createRequire(join(installed.home, 'program.mjs')).resolve;
  const entry = async <K extends keyof Package>(name: K): Promise<Package[K]> =>
    (await import(pathToFileURL(resolve(`countersign${name}`)).href)) as Package[K];
  const { Countersign } = await entry('');
  const key = service.key ?? '';
  return {
    home: installed.home,
    entry,
    countersign: new Countersign({ url: service.url, key, timeoutMs: 15_000, onFailure: () => {} }),
    unreachable: new Countersign({ url: 'http://127.0.0.1:2', key, maxRetries: 0, onFailure: () => {} }),
    service: { url: service.url, key },
    async stop() {
      await service.stop('SIGKILL');
      await folder.remove();
      installed.remove();
    },
  };
}
