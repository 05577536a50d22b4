/** Rules of the secrets detector: one a kind, so that a tenant can suppress one and keep the rest. */
import type { Rule } from '../../finding.ts';
import type { Kind } from './kind.ts';
import { KINDS } from './kinds.ts';

const SURE = 0.97;

function rule(name: string, score: number, sentence: string): Rule {
  return {
    id: `secret.${name}`,
    category: 'secret_leak',
    threat: 'Q05',
    severity: score >= SURE ? 'critical' : 'high',
    score,
    references: ['OWASP-MCP01', 'CWE-200', 'CWE-798'],
    sentence,
  };
}

export const RULE_OF_KIND: ReadonlyMap<Kind, Rule> = new Map(
  KINDS.map((kind) => [
    kind,
    rule(kind.name, kind.score ?? SURE, `The text holds what looks like ${kind.title}; whoever reads it can use it.`),
  ]),
);

export const RULES = {
  jwt: rule('jwt', 0.9, 'The text holds a signed JSON Web Token, which stands for a logged-in user until it expires.'),
  privateKey: rule('private-key', 0.98, 'The text holds a private key.'),
  gcp: rule('gcp-service-account', 0.98, 'The text holds the private key of a Google Cloud service account.'),
  url: rule('url-credentials', 0.9, 'The URL carries a user name and a password.'),
  authorization: rule('authorization-header', 0.88, 'The text holds an Authorization header with its credential.'),
  curl: rule('curl-user', 0.85, 'The command carries a user name and a password for curl.'),
  azureStorage: rule('azure-key', 0.95, 'The text holds the account key or shared access key of an Azure service.'),
  azureSas: rule('azure-sas', 0.9, 'The URL is signed: its `sig` parameter opens an Azure resource to whoever has it.'),
  azureClient: rule('azure-client-secret', 0.95, 'The text holds a client secret of Microsoft Entra ID.'),
  azureDevops: rule('azure-devops-token', 0.95, 'The text holds an Azure DevOps token.'),
  telegram: rule('telegram-bot-token', 0.95, 'The text holds a Telegram bot token.'),
  terraform: rule('terraform-token', 0.97, 'The text holds a HCP Terraform token.'),
  slackWebhook: rule('slack-webhook', 0.93, 'The text holds a Slack webhook address; whoever has it can post.'),
  discordWebhook: rule('discord-webhook', 0.93, 'The text holds a Discord webhook address; whoever has it can post.'),
  teamsWebhook: rule('teams-webhook', 0.93, 'The text holds a Microsoft Teams webhook address; whoever has it can post.'),
  mailchimp: rule('mailchimp-key', 0.92, 'The text holds a Mailchimp key.'),
  sidekiq: rule('sidekiq-credential', 0.9, 'The text holds the credential of a paid gem server.'),
  facebook: rule('facebook-app-token', 0.92, 'The text holds a Facebook app token: the app’s id and its secret.'),
  newRelic: rule('new-relic-licence-key', 0.93, 'The text holds a New Relic licence key.'),
  maxMind: rule('maxmind-key', 0.95, 'The text holds a MaxMind licence key.'),
  firebase: rule('firebase-server-key', 0.95, 'The text holds a server key of Firebase Cloud Messaging.'),
  salesforce: rule('salesforce-session', 0.93, 'The text holds a Salesforce session id, which stands for a logged-in user.'),
  putty: rule('putty-private-key', 0.97, 'The text holds a PuTTY private key.'),
  shadow: rule('shadow-entry', 0.85, 'The text holds the line of an account in /etc/shadow with the hash of its password.'),
  crypt: rule('password-hash', 0.6, 'The text holds the hash of a password, which can be guessed offline.'),
  pgpass: rule('pgpass', 0.88, 'The text holds a line of a PostgreSQL password file.'),
  kubernetes: rule('kubernetes-secret', 0.85, 'The text holds a Kubernetes Secret with its data, which is encoded, not encrypted.'),
  vendor: rule('vendor-assignment', 0.92, 'A setting named after a provider holds a value in the form of that provider’s keys.'),
  assignment: rule('assigned-token', 0.84, 'A setting named key, token or secret holds a random-looking value.'),
  password: rule('assigned-password', 0.82, 'A setting named password holds a literal value.'),
  spoken: rule('spoken-password', 0.81, 'The text tells a password in words.'),
  sshpass: rule('sshpass', 0.9, 'The command carries the password for a login by SSH.'),
  otp: rule(
    'one-time-password-seed',
    0.95,
    'The address holds the seed of somebody’s one-time passwords: whoever has it makes their codes.',
  ),
  mnemonic: rule('wallet-phrase', 0.95, 'The text holds the recovery phrase of a wallet; whoever reads it owns what is in it.'),
  walletKey: rule('wallet-private-key', 0.93, 'The text holds a private key of 256 bits, as wallets use them.'),
} as const satisfies Record<string, Rule>;
