/** An issuer of tokens: real keys, and a real server on loopback that publishes them and misbehaves when told to. */
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

const pem = (name: string): string => readFileSync(new URL(`tls/${name}.pem`, import.meta.url), 'utf8');
/** Of `localhost`, `keys.test`, `inside.test` and 127.0.0.1; its own authority. */
export const CERTIFICATE = pem('certificate');

export type SigningKey = { alg: string; kid: string; secret: CryptoKey; jwk: JWK };

export async function newKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, secret: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** `kid: undefined` in the header leaves it out. */
export const sign = ({ alg, kid, secret }: SigningKey, claims: object, header: object = {}): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ: 'JWT', ...header }).sign(secret);

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;
export type IssuerServer = {
  origin: string;
  /** Where its keys are. */
  uri: string;
  /** Those that it publishes; changed at will. */
  keys: JWK[];
  /** Paths that were asked for. */
  asked: string[];
  behave(how: Behaviour | null): void;
  close(): Promise<void>;
};

export async function openIssuer({ tls = false, keys = [] as JWK[] } = {}): Promise<IssuerServer> {
  const asked: string[] = [];
  let behaviour: Behaviour | null = null;
  const answer: Behaviour = (request, response) => {
    asked.push(request.url ?? '');
    if (behaviour) behaviour(request, response);
    else response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: server.keys }));
  };
  const listener = tls ? createHttps({ key: pem('key'), cert: CERTIFICATE }, answer) : createHttp(answer);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const server: IssuerServer = {
    origin,
    uri: `${origin}/keys`,
    keys,
    asked,
    behave(how) {
      behaviour = how;
    },
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        listener.closeAllConnections();
      }),
  };
  return server;
}
