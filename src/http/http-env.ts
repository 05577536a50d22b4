/** What travels with a request through Hono. */
import type { HttpBindings } from '@hono/node-server';
import type { Begun } from './observe.ts';

export type HttpEnv = {
  /** Absent when the app is called without a server. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    request_id: string;
    begun: Begun;
    /** The template of the route that answered, for logs and metrics. */
    route: string;
    /** What made a problem of it, for the log alone. */
    failure: unknown;
  };
};
