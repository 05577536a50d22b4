/** Tokens that are known by their prefix, as data. Sources: the providers' documentation of their token formats. */
import { checkApiKey, crc32 } from '../../api-key.ts';
import type { Alphabet } from './alphabet.ts';

export type Kind = {
  /** Rule `secret.<name>`. */
  name: string;
  /** As in "This is …". */
  title: string;
  /** As written, case matters; the secret starts with it. */
  prefixes: readonly string[];
  /** What follows the prefix: its characters, and how many at least and at most. */
  alphabet: Alphabet;
  min: number;
  max: number;
  /** Looks at the whole token, at most `max` and a prefix long; must be linear. */
  form?: RegExp;
  /** The provider's own checksum. A token that fails it is no live one, but one slip of a key from it. */
  checksum?: (token: string) => boolean;
  /** Bits a character of what follows the prefix; below it the text is no random token. Default `ENTROPY_MIN`. */
  entropy?: number;
  score?: number;
};

export const ENTROPY_MIN = 2.9;
const HEX_ENTROPY = 2.5;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** GitHub (2021) and npm end their tokens in six base62 digits of the CRC-32 of what stands between prefix and checksum. */
function endsInCrc(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1, -6);
  let rest = crc32(body);
  let digits = '';
  for (let i = 0; i < 6; i++, rest = Math.floor(rest / 62)) digits = BASE62.charAt(rest % 62) + digits;
  return token.endsWith(digits);
}

const aKey = (
  name: string,
  title: string,
  prefixes: string[],
  alphabet: Alphabet,
  min: number,
  max = min,
  more: Partial<Kind> = {},
): Kind => ({
  name,
  title,
  prefixes,
  alphabet,
  min,
  max,
  ...(alphabet === 'hex' ? { entropy: HEX_ENTROPY } : {}),
  ...more,
});

export const KINDS: readonly Kind[] = [
  aKey('countersign-key', 'a key of this service', ['cs_live_', 'cs_test_'], 'alnum', 49, 49, { checksum: checkApiKey }),
  aKey('aws-access-key', 'an AWS access key id', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], 'base32', 16),
  aKey('aws-bedrock-key', 'an AWS Bedrock API key', ['ABSK'], 'base64', 100, 280),
  aKey('github-token', 'a GitHub token', ['ghp_', 'gho_', 'ghu_', 'ghs_'], 'alnum', 36, 36, { checksum: endsInCrc }),
  aKey('github-refresh-token', 'a GitHub refresh token', ['ghr_'], 'alnum', 36, 76),
  aKey('github-fine-grained-token', 'a fine-grained GitHub token', ['github_pat_'], 'word', 82),
  aKey(
    'gitlab-token',
    'a GitLab token',
    ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glsoat-', 'glimt-', 'glft-', 'glagent-', 'glcbt-', 'gloas-', 'GR1348941'],
    'dotted',
    20,
    80,
  ),
  aKey(
    'slack-token',
    'a Slack token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxe-', 'xoxe.xoxp-', 'xoxe.xoxb-', 'xapp-'],
    'url',
    20,
    400,
    {
      form: /^x[\w.]+-[\w-]*\d{6}|^xoxe/,
      entropy: 2.6,
    },
  ),
  aKey('stripe-key', 'a Stripe secret key', ['sk_live_', 'rk_live_', 'sk_prod_', 'rk_prod_', 'sk_test_', 'rk_test_'], 'alnum', 24, 128),
  aKey('stripe-webhook-secret', 'a Stripe or Svix webhook secret', ['whsec_'], 'base64', 32, 76),
  aKey('google-api-key', 'a Google API key', ['AIza'], 'url', 35),
  aKey('google-oauth-secret', 'a Google OAuth client secret', ['GOCSPX-'], 'url', 28),
  aKey('google-oauth-token', 'a Google OAuth access token', ['ya29.'], 'dotted', 40, 500),
  aKey('openai-key', 'an OpenAI key', ['sk-'], 'url', 40, 220, {
    form: /^sk-(?:(?:proj|svcacct|admin|None)-[\w-]{40,}|(?!ant-|or-)[\w-]*T3BlbkFJ[\w-]+|[A-Za-z0-9]{48})$/,
  }),
  aKey('anthropic-key', 'an Anthropic key', ['sk-ant-'], 'url', 80, 140),
  aKey('openrouter-key', 'an OpenRouter key', ['sk-or-v1-'], 'hex', 64),
  aKey('hugging-face-token', 'a Hugging Face token', ['hf_', 'api_org_'], 'alnum', 34, 40),
  aKey('groq-key', 'a Groq key', ['gsk_'], 'alnum', 52),
  aKey('xai-key', 'an xAI key', ['xai-'], 'alnum', 80),
  aKey('perplexity-key', 'a Perplexity key', ['pplx-'], 'alnum', 40, 64),
  aKey('replicate-token', 'a Replicate token', ['r8_'], 'alnum', 37),
  aKey('langsmith-key', 'a LangSmith key', ['lsv2_pt_', 'lsv2_sk_'], 'word', 43),
  aKey('tavily-key', 'a Tavily key', ['tvly-'], 'url', 32, 48),
  aKey('jina-key', 'a Jina key', ['jina_'], 'url', 60, 70),
  aKey('npm-token', 'an npm token', ['npm_'], 'alnum', 36, 36, { checksum: endsInCrc }),
  aKey('pypi-token', 'a PyPI upload token', ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'], 'url', 50, 1000),
  aKey('rubygems-key', 'a RubyGems key', ['rubygems_'], 'hex', 48),
  aKey('nuget-key', 'a NuGet key', ['oy2'], 'lower', 43),
  aKey('clojars-token', 'a Clojars token', ['CLOJARS_'], 'lower', 60),
  aKey('docker-token', 'a Docker Hub token', ['dckr_pat_', 'dckr_oat_'], 'url', 27, 40),
  aKey('sendgrid-key', 'a SendGrid key', ['SG.'], 'dotted', 66, 66, { form: /^SG\.[\w-]{22}\.[\w-]{43}$/ }),
  aKey('mailgun-key', 'a Mailgun key', ['key-'], 'hex', 32, 32, { form: /^key-[0-9a-f]{32}$/ }),
  aKey('brevo-key', 'a Brevo key', ['xkeysib-', 'xsmtpsib-'], 'url', 81, 81, { form: /^x\w+-[0-9a-f]{64}-\w{16}$/ }),
  aKey('digitalocean-token', 'a DigitalOcean token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], 'hex', 64),
  aKey('shopify-token', 'a Shopify token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], 'hex', 32),
  aKey('square-token', 'a Square token', ['sq0atp-', 'sq0csp-'], 'url', 22, 43),
  aKey('square-access-token', 'a Square access token', ['EAAA'], 'url', 60, 60),
  aKey('braintree-token', 'a PayPal Braintree token', ['access_token$production$', 'access_token$sandbox$'], 'alnum', 16, 16),
  aKey('new-relic-key', 'a New Relic key', ['NRAK-', 'NRJS-', 'NRII-', 'NRRA-', 'NRAA-', 'NRIQ-', 'NRSP-'], 'url', 19, 46),
  aKey('heroku-token', 'a Heroku token', ['HRKU-AA'], 'url', 58),
  aKey('vault-token', 'a HashiCorp Vault token', ['hvs.', 'hvb.', 'hvr.'], 'url', 24, 300),
  aKey('databricks-token', 'a Databricks token', ['dapi'], 'url', 32, 34, { form: /^dapi[0-9a-f]{32}(?:-\d)?$/, entropy: HEX_ENTROPY }),
  aKey('linear-key', 'a Linear key', ['lin_api_', 'lin_oauth_'], 'alnum', 40, 64),
  aKey('notion-token', 'a Notion token', ['ntn_', 'secret_'], 'alnum', 43, 46),
  aKey('postman-key', 'a Postman key', ['PMAK-'], 'url', 59, 59, { form: /^PMAK-[0-9a-f]{24}-[0-9a-f]{34}$/, entropy: HEX_ENTROPY }),
  aKey('doppler-token', 'a Doppler token', ['dp.pt.', 'dp.ct.', 'dp.st.', 'dp.sa.', 'dp.scim.', 'dp.audit.'], 'dotted', 40, 60),
  aKey('fly-token', 'a Fly.io token', ['fo1_', 'fm1r_', 'fm2_', 'fm1a_'], 'wide', 43, 2000),
  aKey('age-secret-key', 'an age secret key', ['AGE-SECRET-KEY-1'], 'upper', 58),
  aKey('grafana-cloud-token', 'a Grafana Cloud token', ['glc_eyJ'], 'base64', 32, 400),
  aKey('grafana-service-account', 'a Grafana service account token', ['glsa_'], 'word', 41, 41, {
    form: /^glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}$/,
  }),
  aKey('sentry-token', 'a Sentry token', ['sntrys_', 'sntryu_'], 'wide', 60, 400),
  aKey('sourcegraph-token', 'a Sourcegraph token', ['sgp_'], 'word', 40, 70, {
    form: /^sgp_(?:local_|[0-9a-fA-F]{16}_)?[0-9a-fA-F]{40}$/,
    entropy: HEX_ENTROPY,
  }),
  aKey('sonar-token', 'a SonarQube token', ['squ_', 'sqp_', 'sqa_'], 'hex', 40),
  aKey('dropbox-token', 'a Dropbox token', ['sl.'], 'url', 130, 1200),
  aKey('figma-token', 'a Figma token', ['figd_'], 'url', 40, 44),
  aKey('airtable-token', 'an Airtable token', ['pat'], 'dotted', 79, 79, { form: /^pat[A-Za-z0-9]{14}\.[0-9a-f]{64}$/ }),
  aKey('atlassian-token', 'an Atlassian token', ['ATATT3', 'ATCTT3'], 'wide', 100, 260),
  aKey('bitbucket-app-password', 'a Bitbucket app password', ['ATBB'], 'alnum', 32),
  aKey('pulumi-token', 'a Pulumi token', ['pul-'], 'hex', 40),
  aKey('supabase-token', 'a Supabase token', ['sbp_'], 'hex', 40),
  aKey('planetscale-token', 'a PlanetScale credential', ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], 'dotted', 32, 64),
  aKey('netlify-token', 'a Netlify token', ['nfp_', 'nfc_', 'nfo_'], 'alnum', 36, 40),
  aKey('mapbox-token', 'a Mapbox secret token', ['sk.eyJ'], 'dotted', 60, 240, { form: /^sk\.eyJ[\w-]+\.[\w-]{20,}$/ }),
  aKey('onepassword-token', 'a 1Password service account token', ['ops_eyJ'], 'base64', 240, 2000),
  aKey('onepassword-secret-key', 'a 1Password secret key', ['A3-'], 'url', 36, 37, {
    form: /^A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}$/,
  }),
  aKey('facebook-token', 'a Facebook access token', ['EAAM', 'EAAC'], 'alnum', 80, 250),
  aKey('jfrog-key', 'a JFrog key', ['AKCp'], 'alnum', 69),
  aKey('dependency-track-key', 'a Dependency-Track key', ['odt_'], 'alnum', 32, 41),
  aKey('adafruit-key', 'an Adafruit IO key', ['aio_'], 'alnum', 28),
  aKey('pixie-key', 'a Pixie key', ['px-dep-', 'px-api-'], 'url', 36, 36, {
    form: /^px-\w{3}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    entropy: HEX_ENTROPY,
  }),
  aKey('easypost-key', 'an EasyPost key', ['EZAK', 'EZTK'], 'alnum', 54),
  aKey('duffel-token', 'a Duffel token', ['duffel_live_', 'duffel_test_'], 'url', 43),
  aKey('contentful-token', 'a Contentful token', ['CFPAT-'], 'url', 43),
  aKey('readme-key', 'a ReadMe key', ['rdme_'], 'lower', 70),
  aKey('shippo-token', 'a Shippo token', ['shippo_live_', 'shippo_test_'], 'hex', 40),
  aKey('prefect-key', 'a Prefect key', ['pnu_'], 'alnum', 36),
  aKey('typeform-token', 'a Typeform token', ['tfp_'], 'dotted', 40, 70),
  aKey('twitch-stream-key', 'a Twitch stream key', ['live_'], 'word', 36, 48, { form: /^live_\d{6,12}_[A-Za-z0-9]{30}$/ }),
  aKey('intra42-secret', 'a 42 School API secret', ['s-s4t2ud-', 's-s4t2af-'], 'hex', 64),
];
