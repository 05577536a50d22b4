/** The messages of `test/corpus`. */
import { readFileSync } from 'node:fs';

/** Made up, and in parts, so that no whole credential stands in the repository. */
const SECRETS: Record<string, string[]> = {
  github: ['ghp_', '16C7e42F292c6912E7710c838347Ae4H2Y7G'],
  stripe: ['sk_live_', '4eC39HqLyjWDarjtT1zdp7dcAbCdEf'],
  awsId: ['AKIA', 'QYLPMN5HHHFPZAM2'],
  awsSecret: ['wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYzK4qL8vNwa'],
  slack: ['xoxb-', '263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1'],
  jwt: [
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.',
    'eyJpc3MiOiJhY21lIiwic3ViIjoiOTkxMjMiLCJleHAiOjE3MzU2ODk2MDB9.',
    'k3vXm9Q2zL7pR4tY8wB1nC6dF0gH5jK2sA9eU3iO7xM',
  ],
  pem: [
    '-----BEGIN RSA PRIV',
    'ATE KEY-----\\nMIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MhgHcTz6sE2I2yPB\\naFDrBz9vFqU4yTfvPW8bIY0S8G1t1m0n2mPqTz7bQhN9V0a2Jb0K9s7FQy3sXk1W\\n-----END RSA PRIV',
    'ATE KEY-----',
  ],
};

/** `<<github>>` stands for a secret, `<<a/*20000>>` for `a/` twenty thousand times. */
export function readCorpus<T>(file: 'attacks' | 'attacks-beside-work' | 'benign' | 'production'): T[] {
  const text = readFileSync(new URL(`../corpus/${file}.json`, import.meta.url), 'utf8')
    .replaceAll(/<<(\w+)>>/g, (all, name: string) => SECRETS[name]?.join('') ?? all)
    .replaceAll(/<<([^<>*]{1,8})\*(\d+)>>/g, (_, unit: string, count: string) => unit.repeat(Number(count)));
  return JSON.parse(text) as T[];
}
