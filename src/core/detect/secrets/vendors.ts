/** Forms that mean nothing alone, but do under the provider's name. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HEX32 = /^[0-9a-f]{32}$/i;
const HEX40 = /^[0-9a-f]{40}$/i;
const HEX64 = /^[0-9a-f]{64}$/i;

export type Vendor = {
  /** In the name of the setting. */
  name: RegExp;
  value: RegExp;
  /** Lower case; given where such names often bear no word for a secret (`SNYK_KEY`, `hubspotKey`). */
  literal?: string;
};

export const VENDORS: readonly Vendor[] = [
  { name: /aws.{0,12}secret|secret_?access_?key/i, value: /^[A-Za-z0-9+/]{40}$/ },
  { name: /heroku/i, value: UUID, literal: 'heroku' },
  { name: /snyk/i, value: UUID, literal: 'snyk' },
  { name: /sauce/i, value: UUID, literal: 'sauce' },
  { name: /hubspot|hub_spot/i, value: UUID, literal: 'hubspot' },
  { name: /message_?bird/i, value: /^[A-Za-z0-9]{25}$/, literal: 'messagebird' },
  { name: /postmark/i, value: UUID, literal: 'postmark' },
  { name: /opsgenie/i, value: UUID, literal: 'opsgenie' },
  { name: /loggly/i, value: UUID, literal: 'loggly' },
  { name: /codecov/i, value: UUID, literal: 'codecov' },
  { name: /shortcut|clubhouse/i, value: UUID },
  { name: /railway/i, value: UUID, literal: 'railway' },
  { name: /datadog|^dd_/i, value: /^(?:[0-9a-f]{32}|[0-9a-f]{40})$/, literal: 'datadog' },
  { name: /twilio/i, value: /^(?:SK[0-9a-f]{32}|[0-9a-f]{32}|[A-Za-z0-9]{32})$/, literal: 'twilio' },
  { name: /okta/i, value: /^00[\w-]{40}$/, literal: 'okta' },
  { name: /auth0/i, value: /^[\w-]{64}$/, literal: 'auth0' },
  { name: /vault|hashicorp/i, value: /^[sb]\.[A-Za-z0-9]{24}$/ },
  { name: /^(?:x-)?(?:vault-)?token$/i, value: /^[sb]\.[A-Za-z0-9]{24}$/ },
  { name: /discord/i, value: /^(?:[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}|[\w-]{32})$/, literal: 'discord' },
  { name: /cloudflare|^cf_/i, value: /^(?:[\w-]{40}|[0-9a-f]{37})$/, literal: 'cloudflare' },
  { name: /fastly/i, value: /^[\w-]{32}$/, literal: 'fastly' },
  { name: /linode/i, value: HEX64, literal: 'linode' },
  { name: /hetzner|hcloud/i, value: /^[A-Za-z0-9]{64}$/, literal: 'hcloud' },
  { name: /vultr/i, value: /^[A-Z0-9]{36}$/, literal: 'vultr' },
  { name: /vercel/i, value: /^[A-Za-z0-9]{24}$/, literal: 'vercel' },
  { name: /jenkins/i, value: /^[0-9a-f]{32,34}$/, literal: 'jenkins' },
  { name: /travis/i, value: /^[\w-]{22}$/ },
  { name: /drone/i, value: /^[A-Za-z0-9]{32}$/ },
  { name: /sonar/i, value: /^(?:sq[apu]_)?[0-9a-z]{40}$/i, literal: 'sonar' },
  { name: /sourcegraph/i, value: HEX40, literal: 'sourcegraph' },
  { name: /code_?climate/i, value: HEX64, literal: 'codeclimate' },
  { name: /rollbar/i, value: HEX32, literal: 'rollbar' },
  { name: /bugsnag|airbrake|honeybadger/i, value: HEX32 },
  { name: /page_?duty|pagerduty/i, value: /^[\w+-]{20}$/, literal: 'pagerduty' },
  { name: /sumo/i, value: /^(?:su[A-Za-z0-9]{12}|[A-Za-z0-9]{64})$/, literal: 'sumo' },
  { name: /algolia/i, value: HEX32, literal: 'algolia' },
  { name: /facebook|^fb_/i, value: /^(?:[0-9a-f]{32}|\d{15,16}\|[\w-]{27})$/, literal: 'facebook' },
  { name: /cohere|^co_api/i, value: /^[A-Za-z0-9]{40}$/, literal: 'cohere' },
  { name: /mistral/i, value: /^[A-Za-z0-9]{32}$/, literal: 'mistral' },
  { name: /assembly_?ai/i, value: HEX32, literal: 'assemblyai' },
  { name: /deepgram/i, value: HEX40, literal: 'deepgram' },
  { name: /wandb/i, value: HEX40, literal: 'wandb' },
  { name: /voyage/i, value: /^pa-[\w-]{43}$/, literal: 'voyage' },
  { name: /resend/i, value: /^re_[A-Za-z0-9_]{20,36}$/, literal: 'resend' },
  { name: /sparkpost/i, value: HEX40, literal: 'sparkpost' },
  { name: /vonage|nexmo/i, value: /^[A-Za-z0-9]{16}$/, literal: 'nexmo' },
  { name: /mailchimp/i, value: HEX32, literal: 'mailchimp' },
  { name: /todoist/i, value: HEX40, literal: 'todoist' },
  { name: /asana/i, value: /^(?:[A-Za-z0-9]{32}|[12]\/\d{15,17}(?:\/\d{15,17})?:[0-9a-f]{32})$/, literal: 'asana' },
  { name: /zendesk/i, value: /^[A-Za-z0-9]{40}$/, literal: 'zendesk' },
  { name: /paypal/i, value: /^E[\w-]{70,90}$/, literal: 'paypal' },
  { name: /coinbase/i, value: /^[\w-]{64}$/, literal: 'coinbase' },
  { name: /infura/i, value: HEX32, literal: 'infura' },
  { name: /alchemy/i, value: /^[\w-]{32}$/ },
  { name: /etherscan/i, value: /^[A-Z0-9]{34}$/, literal: 'etherscan' },
  { name: /twitch/i, value: /^[a-z0-9]{30}$/, literal: 'twitch' },
  { name: /spotify/i, value: HEX32, literal: 'spotify' },
  { name: /reddit/i, value: /^[\w-]{27,30}$/, literal: 'reddit' },
  { name: /linkedin/i, value: /^[A-Za-z0-9]{16}$/, literal: 'linkedin' },
  { name: /rapid_?api/i, value: /^[a-z0-9]{10}msh[a-z0-9]{15}p[a-z0-9]{6}jsn[a-z0-9]{12}$/i, literal: 'rapidapi' },
  { name: /open_?weather/i, value: HEX32, literal: 'openweather' },
  { name: /browser_?stack/i, value: /^[A-Za-z0-9]{20}$/, literal: 'browserstack' },
  { name: /bitbucket/i, value: /^(?:[\w=-]{64}|[A-Za-z0-9]{32})$/, literal: 'bitbucket' },
];

/** Names of what identifies and opens nothing. */
export const OPENS_NOTHING =
  /(?:^|[_.-])(?:app|application|project|org|organization|organisation|team|account|user|tenant|workspace|service|build|job|run|pipeline)_?(?:id|name|slug)$|(?:App|Project|Org|Team|Account|User|Tenant|Workspace|Service)Id$|url$|host$|region$|version$|sha\d*$|hash$|commit$|digest$|checksum$|md5$/i;

/** Names whose value is a secret, whatever its provider calls it. */
export const OPENS = /key|token|secret|login|auth|passw|credential|access|client|dsn|webhook|pat$/i;
