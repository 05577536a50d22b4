/** The service as its operator starts it: a process of its own, a folder of its own, a real socket. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 90_000;

export type Running = {
  url: string;
  port: number;
  child: ChildProcess;
  /** All that was printed until it was ready. */
  banner: string;
  /** Null when no key was printed. */
  key: string | null;
  stop(signal: NodeJS.Signals): Promise<number | null>;
};

/** Variables of this process that would reach the service are left out. */
const envOf = (variables: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOST: '127.0.0.1',
  LOG_LEVEL: 'warn',
  ...variables,
});

export const tempFolder = async (): Promise<{ path: string; remove(): Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'countersign-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

/** Starts `node src/main.ts` on a free port and waits until it says that it is there. */
export async function startService(variables: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: ROOT, env: envOf({ PORT: '0', ...variables }) });
  const expects_key = variables['EXPECTS_KEY'] === 'yes';
  let banner = '';
  const ready = Promise.withResolvers<void>();
  const timer = setTimeout(() => ready.reject(new Error(`not ready: ${banner}`)), START_MS);
  const read = (chunk: Buffer): void => {
    banner += chunk.toString();
    if (/^countersign .*\n/m.test(banner) && (!expects_key || /\n {2}curl .*\n\n/.test(banner))) ready.resolve();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  child.once('exit', (code) => ready.reject(new Error(`exited with ${code}: ${banner}`)));
  await ready.promise
    .catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    })
    .finally(() => clearTimeout(timer));
  const port = Number(/ on [^ ]+:(\d+): /.exec(banner)?.[1]);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    child,
    banner,
    key: /cs_live_[0-9A-Za-z]{49}/.exec(banner)?.[0] ?? null,
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

/** Runs a script of the repository to its end. */
export async function run(
  script: string,
  args: string[],
  variables: Record<string, string>,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, env: envOf(variables) });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}

export const MESSAGE =
  '{"request":{"jsonrpc":"2.0","method":"tools/list","id":1},"context":{"user_id":"user123","ip_address":"192.168.1.100"}}';

export const post = (service: Running, path: string, key: string, body: string, type = 'application/json'): Promise<Response> =>
  fetch(service.url + path, { method: 'POST', body, headers: { Authorization: `Bearer ${key}`, 'Content-Type': type } });

export const get = (service: Running, path: string, key: string): Promise<Response> =>
  fetch(service.url + path, { headers: { Authorization: `Bearer ${key}` } });
