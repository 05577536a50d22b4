/** The environment as one frozen, checked object. What is wrong is named with its variable and its limit, all at once. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const MASTER_KEY_BYTES = 32;
const METRICS_TOKEN_CHARS_MIN = 16;
/** RFC 6750, 2.1. */
const METRICS_TOKEN = new RegExp(`^[A-Za-z0-9._~+/=-]{${METRICS_TOKEN_CHARS_MIN},}$`);
const NEW_MASTER_KEY = 'openssl rand -base64 32';

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,9}$/, { error: 'must be a whole number', abort: true })
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

const url = (...schemes: string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.some((scheme) => text.toLowerCase().startsWith(`${scheme}//`)), {
    error: `must be a URL that starts with ${schemes.map((s) => `${s}//`).join(' or ')}`,
    abort: true,
  });

/** As ioredis reads it: the path, else the parameter `db`. */
function databaseOf(text: string): string {
  const { pathname, searchParams } = new URL(text);
  return pathname.slice(1) || (searchParams.get('db') ?? '');
}
const redisUrl = url('redis:', 'rediss:').refine(
  (text) => /^\d{0,9}$/.test(databaseOf(text)),
  'must name its database by a number, such as redis://host:6379/0',
);
const smtpUrl = url('smtp:', 'smtps:').refine((text) => new URL(text).hostname !== '', 'must name a host');

const masterKey = z
  .string()
  .refine((text) => /^[A-Za-z0-9+/]{43}=$/.test(text), `must be ${MASTER_KEY_BYTES} bytes in base64; make one with: ${NEW_MASTER_KEY}`)
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

export type Variable = { description: string; default: string; schema: z.ZodType };

/** Every variable there is. `default` is for people; an empty variable counts as absent. */
const variables = {
  PORT: { description: 'Port of the API.', default: '8080', schema: whole(0, 65_535).default(8_080) },
  HOST: { description: 'Address to listen on.', default: '0.0.0.0', schema: z.string().default('0.0.0.0') },
  DATABASE_URL: {
    description: 'PostgreSQL 15 or newer. Without it an embedded store is used.',
    default: 'embedded store',
    schema: url('postgres:', 'postgresql:').optional(),
  },
  MIGRATION_DATABASE_URL: {
    description: 'The same database, as the owner of the tables, for migrations.',
    default: '`DATABASE_URL`',
    schema: url('postgres:', 'postgresql:').optional(),
  },
  DATABASE_POOL_MAX: { description: 'Connections of a process to PostgreSQL at most.', default: '10', schema: whole(1, 200).default(10) },
  DATABASE_TIMEOUT_MS: { description: 'How long a statement may take.', default: '5000', schema: whole(100, 60_000).default(5_000) },
  REDIS_URL: {
    description: 'Redis or Valkey, for limits that several processes share. Without it each of the `WORKERS` lets its share pass.',
    default: 'counters in the process',
    schema: redisUrl.optional(),
  },
  DATA_DIR: {
    description:
      'Folder of the embedded store, of its master key, and of the journal; with PostgreSQL too, the service must be able to write there.',
    default: './data',
    schema: z.string().default('./data'),
  },
  JOURNAL_BYTES_MAX: {
    description: 'What the journal in `DATA_DIR/journal` may hold: verdicts of tenants with `fail_mode: open` while the store is down.',
    default: '268435456',
    schema: whole(1_048_576, 999_999_999).default(268_435_456),
  },
  AUDIT_RETENTION_MONTHS: {
    description: 'Whole months for which audit records are kept, besides the current one.',
    default: '13',
    schema: whole(3, 120).default(13),
  },
  INPUT_RETENTION_DAYS: {
    description: 'For how long the encrypted input of a decision is shown; its storage goes within two weeks after.',
    default: '30',
    schema: whole(1, 365).default(30),
  },
  MASTER_KEY: {
    description: `${MASTER_KEY_BYTES} bytes in base64, which wrap the keys of the tenants: \`${NEW_MASTER_KEY}\`. Without it, one is made beside an empty store and looked for there ever after; processes on several machines must be given the same one.`,
    default: '`DATA_DIR/master.key`',
    schema: masterKey.optional(),
  },
  SIGNUP: {
    description: 'Whether `POST /signup` makes tenants: `open`, `closed`, or `verify`: once a code that is mailed has come back.',
    default: '`open` with the embedded store, else `closed`',
    schema: z.enum(['open', 'verify', 'closed'], 'must be open, verify or closed').optional(),
  },
  SIGNUP_PER_HOUR: { description: 'Sign-ups of one client address in an hour.', default: '20', schema: whole(1, 10_000).default(20) },
  SMTP_URL: {
    description:
      'The mail server for `SIGNUP=verify`: `smtp://[user:password@]host[:port]`, with TLS from the first byte `smtps://…`. With a user, `smtp://` insists on STARTTLS unless the host is the machine itself.',
    default: 'none',
    schema: smtpUrl.optional(),
  },
  SMTP_FROM: {
    description: 'The address from which it is mailed, such as `signup@example.com`.',
    default: 'none',
    schema: z.email('must be an e-mail address').optional(),
  },
  JWKS_PRIVATE_NETWORKS: {
    description:
      'Whether keys of issuers of tokens may be fetched from loopback and private networks too, there also by plain http: `true` or `false`. For those who are their own tenants.',
    default: '`false`',
    schema: z
      .enum(['true', 'false'], 'must be true or false')
      .default('false')
      .transform((text) => text === 'true'),
  },
  GEO_COUNTRY_MMDB: {
    description:
      'A file in the format of MaxMind DB that tells the countries of addresses, such as GeoLite2-Country or DB-IP Lite. It is read again when it changes. Without it every country is unknown.',
    default: 'none',
    schema: z.string().optional(),
  },
  GEO_ASN_MMDB: {
    description: 'Likewise of the networks (autonomous systems) that addresses belong to.',
    default: 'none',
    schema: z.string().optional(),
  },
  METRICS_PORT: { description: 'A port of its own for `/metrics`, without a token.', default: 'none', schema: whole(0, 65_535).optional() },
  METRICS_TOKEN: {
    description: 'Opens `/metrics` on the port of the API to `Authorization: Bearer <token>`.',
    default: 'none',
    schema: z
      .string()
      .regex(METRICS_TOKEN, `must have ${METRICS_TOKEN_CHARS_MIN} characters or more, of letters, digits and . _ ~ + / = -`)
      .optional(),
  },
  LOG_LEVEL: {
    description: '`debug`, `info`, `warn`, `error` or `silent`.',
    default: '`info`',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    description:
      'A collector for traces by OTLP/HTTP, such as `http://localhost:4318`. What it asks of headers stands in `OTEL_EXPORTER_OTLP_HEADERS`.',
    default: 'no traces',
    schema: url('http:', 'https:').optional(),
  },
  OTEL_SERVICE_NAME: {
    description: 'The name of the service in traces.',
    default: '`countersign`',
    schema: z.string().default('countersign'),
  },
  OTEL_TRACES_SAMPLER_ARG: {
    description: 'Of the traces that begin here, the part that is recorded, from 0 to 1. A caller with `traceparent` has decided himself.',
    default: '1',
    schema: z
      .string()
      .regex(/^(?:0|1|0?\.\d{1,9}|1\.0+)$/, 'must be a number from 0 to 1')
      .transform(Number)
      .default(1),
  },
  TRUSTED_PROXY_HOPS: {
    description: 'How many proxies in front to believe in `X-Forwarded-For`.',
    default: '0',
    schema: whole(0, 10).default(0),
  },
  WORKERS: {
    description: 'Processes on the one port, each with `DATABASE_POOL_MAX` connections. More than one needs `DATABASE_URL`.',
    default: '1',
    schema: whole(1, 64).default(1),
  },
  PUBLIC_URL: {
    description: 'Where clients reach the service; shown in the example of the first start.',
    default: '`http://localhost:PORT`',
    schema: url('http:', 'https:').optional(),
  },
  SHUTDOWN_DELAY_MS: {
    description:
      'How long a process that is told to stop goes on taking connections, while `/readyz` already answers 503: as long as a load balancer needs to notice.',
    default: '0',
    schema: whole(0, 60_000).default(0),
  },
  CONNECTIONS_MAX: { description: 'Open connections at most.', default: '10000', schema: whole(10, 1_000_000).default(10_000) },
  SCALAR_PATH: {
    description: "Scalar's standalone script for `/docs`. Without the file the page is a plain link.",
    default: 'the one in `node_modules`',
    schema: z.string().default(fileURLToPath(new URL('../node_modules/@scalar/api-reference/dist/browser/standalone.js', import.meta.url))),
  },
} as const satisfies Record<string, Variable>;

/** For the table in the README. */
export const VARIABLES: Readonly<Record<string, Variable>> = variables;

export type Config = Readonly<z.output<typeof environment>>;

/** Names every fault; its message is for the operator's eyes and shows no value. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The configuration is wrong:\n${faults.map((f) => `  ${f}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const schemas = Object.fromEntries(Object.entries(variables).map(([name, { schema }]) => [name, schema])) as {
  [K in keyof typeof variables]: (typeof variables)[K]['schema'];
};
const environment = z.object(schemas);

/** Reads the environment. Throws a ConfigError. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  const faults = result.error?.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`) ?? [];
  if (given.MIGRATION_DATABASE_URL !== undefined && given.DATABASE_URL === undefined)
    faults.push('MIGRATION_DATABASE_URL needs DATABASE_URL');
  if (given.SIGNUP === 'verify')
    for (const name of ['SMTP_URL', 'SMTP_FROM']) if (given[name] === undefined) faults.push(`SIGNUP=verify needs ${name}`);
  if (given.DATABASE_URL === undefined && (result.data?.WORKERS ?? 1) > 1)
    faults.push('WORKERS above 1 needs DATABASE_URL: the embedded store serves one process');
  const { PORT, METRICS_PORT } = result.data ?? {};
  if (PORT !== undefined && PORT !== 0 && PORT === METRICS_PORT) faults.push('PORT and METRICS_PORT must differ');
  if (faults.length || !result.data) throw new ConfigError(faults);
  return Object.freeze(result.data);
}

export const isEmbedded = (config: Config): boolean => config.DATABASE_URL === undefined;
export const signupMode = (config: Config): 'open' | 'verify' | 'closed' => config.SIGNUP ?? (isEmbedded(config) ? 'open' : 'closed');
