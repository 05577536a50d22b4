import { describe, expect, it } from 'vitest';
import { ConfigError, isEmbedded, readConfig, signupMode, VARIABLES } from '#config';

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const DATABASE_URL = 'postgres://user:password@db.example/countersign';

const readSecrets = () => readConfig({ PORT: 'secret-1', MASTER_KEY: 'secret-2', SIGNUP: 'secret-3' });

describe('the environment', () => {
  it('may be empty: an embedded store, open to sign-ups', () => {
    const config = readConfig({ HOME: '/root' });
    expect(config).toMatchObject({ PORT: 8_080, HOST: '0.0.0.0', DATA_DIR: './data', TRUSTED_PROXY_HOPS: 0, LOG_LEVEL: 'info' });
    expect([isEmbedded(config), signupMode(config), Object.isFrozen(config)]).toEqual([true, 'open', true]);
  });

  it('with a database of its own is closed to sign-ups unless it says otherwise', () => {
    const config = readConfig({ DATABASE_URL, MASTER_KEY });
    expect([isEmbedded(config), signupMode(config)]).toEqual([false, 'closed']);
    expect(config.MASTER_KEY).toEqual(new Uint8Array(32).fill(7));
    expect(signupMode(readConfig({ DATABASE_URL, MASTER_KEY, SIGNUP: 'open' }))).toBe('open');
    const mail = { SMTP_URL: 'smtp://mail.example:587', SMTP_FROM: 'signup@example.com' };
    expect(signupMode(readConfig({ DATABASE_URL, MASTER_KEY, SIGNUP: 'verify', ...mail }))).toBe('verify');
  });

  it('lets nobody fetch keys from private networks unless it says so', () => {
    expect(readConfig({}).JWKS_PRIVATE_NETWORKS).toBe(false);
    expect(readConfig({ JWKS_PRIVATE_NETWORKS: 'false' }).JWKS_PRIVATE_NETWORKS).toBe(false);
    expect(readConfig({ JWKS_PRIVATE_NETWORKS: 'true' }).JWKS_PRIVATE_NETWORKS).toBe(true);
  });

  it('an empty variable counts as absent', () => {
    expect(readConfig({ PORT: '', REDIS_URL: '', SIGNUP: '' })).toEqual(readConfig({}));
  });

  it.each([
    [{ PORT: 'x' }, 'PORT must be a whole number'],
    [{ PORT: '65536' }, 'PORT must be at most 65535'],
    [{ DATABASE_POOL_MAX: '0' }, 'DATABASE_POOL_MAX must be at least 1'],
    [{ TRUSTED_PROXY_HOPS: '-1' }, 'TRUSTED_PROXY_HOPS must be at least 0'],
    [{ MASTER_KEY: 'short' }, 'MASTER_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32'],
    [{ REDIS_URL: 'http://x' }, 'REDIS_URL must be a URL that starts with redis:// or rediss://'],
    [{ REDIS_URL: 'redis:x' }, 'REDIS_URL must be a URL that starts with redis:// or rediss://'],
    [{ REDIS_URL: 'redis://host:6379/abc' }, 'REDIS_URL must name its database by a number'],
    [{ REDIS_URL: 'redis://host:6379/-1' }, 'REDIS_URL must name its database by a number'],
    [{ REDIS_URL: 'redis://host:6379/1/' }, 'REDIS_URL must name its database by a number'],
    [{ REDIS_URL: 'rediss://host/?db=x' }, 'REDIS_URL must name its database by a number'],
    [{ PORT: '9000', METRICS_PORT: '9000' }, 'PORT and METRICS_PORT must differ'],
    [{ METRICS_PORT: '8080' }, 'PORT and METRICS_PORT must differ'],
    [{ MIGRATION_DATABASE_URL: DATABASE_URL }, 'MIGRATION_DATABASE_URL needs DATABASE_URL'],
    [{ WORKERS: '2' }, 'WORKERS above 1 needs DATABASE_URL: the embedded store serves one process'],
    [{ WORKERS: '65', DATABASE_URL }, 'WORKERS must be at most 64'],
    [{ SIGNUP: 'verify', SMTP_FROM: 'signup@example.com' }, 'SIGNUP=verify needs SMTP_URL'],
    [{ SIGNUP: 'verify', SMTP_URL: 'smtp://mail.example' }, 'SIGNUP=verify needs SMTP_FROM'],
    [{ SMTP_URL: 'http://mail.example' }, 'SMTP_URL must be a URL that starts with smtp:// or smtps://'],
    [{ JWKS_PRIVATE_NETWORKS: '1' }, 'JWKS_PRIVATE_NETWORKS must be true or false'],
    [{ SMTP_URL: 'smtp://' }, 'SMTP_URL must name a host'],
    [{ SMTP_URL: 'smtps:///path' }, 'SMTP_URL must name a host'],
    [{ SMTP_FROM: 'a@example.com\r\nBcc: b@example.com' }, 'SMTP_FROM must be an e-mail address'],
    [{ METRICS_TOKEN: 'with a space in it' }, 'METRICS_TOKEN must have 16 characters or more'],
  ])('%j is refused, by name and limit', (env, message) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(message);
  });

  it.each([
    [{ REDIS_URL: 'redis://host' }],
    [{ REDIS_URL: 'redis://:password@host:6379/' }],
    [{ REDIS_URL: 'rediss://host:6379/15' }],
    [{ PORT: '0', METRICS_PORT: '0' }],
    [{ SMTP_URL: 'smtp://[::1]:25' }],
  ])('%j is taken', (env) => {
    expect(readConfig(env)).toMatchObject(Object.fromEntries(Object.entries(env).map(([k, v]) => [k, k.endsWith('PORT') ? Number(v) : v])));
  });

  it('names all faults at once, and shows no value', () => {
    expect(readSecrets).toThrow(/PORT .*\n.*MASTER_KEY .*\n.*SIGNUP /s);
    expect(readSecrets).not.toThrow(/secret/);
  });

  it('every variable is described', () => {
    expect(Object.keys(VARIABLES).length).toBeGreaterThan(10);
    for (const [name, { description, default: value }] of Object.entries(VARIABLES)) {
      expect(description.length, name).toBeGreaterThan(10);
      expect(value, name).not.toBe('');
    }
  });
});
