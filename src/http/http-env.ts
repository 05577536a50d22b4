/** What travels with a request through Hono. */
import type { HttpBindings } from '@hono/node-server';

export type HttpEnv = {
  /** Absent when the app is called without a server. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    request_id: string;
    started_ms: number;
    /** The template of the route that answered, for logs and metrics. */
    route: string;
    /** What made a problem of it, for the log alone. */
    failure: unknown;
  };
};
