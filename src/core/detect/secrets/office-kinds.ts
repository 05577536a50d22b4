/** Keys of services for payment, messages, customers and everyday office work. */
import { aKey, HEX_ENTROPY, type Kind } from './kind.ts';

export const OFFICE_KINDS: readonly Kind[] = [
  aKey('resend-key', 'a Resend key', ['re_'], 'word', 32, 34, { form: /^re_[A-Za-z0-9]{8}_(?=\D*\d)[A-Za-z0-9]{23,24}$/, entropy: 3.5 }),
  aKey('plaid-token', 'a Plaid access token', ['access-sandbox-', 'access-production-', 'access-development-'], 'url', 36, 36, {
    form: /^access-[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    entropy: HEX_ENTROPY,
  }),
  aKey('flutterwave-key', 'a Flutterwave secret key', ['FLWSECK-', 'FLWSECK_TEST-', 'FLWPUBK_TEST-'], 'url', 32, 50, {
    form: /^FLW\w+-[0-9a-f]{12,40}(?:-\w+)?-X$/i,
    entropy: HEX_ENTROPY,
  }),
  aKey('mollie-key', 'a Mollie key', ['live_', 'test_'], 'alnum', 30, 30, {
    entropy: 3.5,
    score: 0.93,
    form: /^(?:live|test)_(?=\D*\d)(?=[^A-Z]*[A-Z])\w{30}$/,
  }),
  aKey('gocardless-token', 'a GoCardless token', ['live_', 'sandbox_'], 'url', 40, 40, {
    entropy: 3.5,
    score: 0.93,
    form: /^(?:live|sandbox)_(?=\D*\d)(?=[^A-Z]*[A-Z])[\w-]{40}$/,
  }),
  aKey('lob-key', 'a Lob key', ['live_', 'test_'], 'hex', 35),
  aKey('paddle-key', 'a Paddle key', ['pdl_live_apikey_', 'pdl_sdbx_apikey_'], 'word', 40, 70),
  aKey('polar-token', 'a Polar token', ['polar_oat_', 'polar_pat_', 'polar_rst_'], 'alnum', 32, 50),
  aKey('razorpay-key', 'a Razorpay key id', ['rzp_live_'], 'alnum', 14, 14, { score: 0.9 }),
  aKey('shopify-app-token', 'a Shopify app or delegate token', ['shpua_', 'shptka_'], 'hex', 32),
  aKey('telnyx-key', 'a Telnyx key', ['KEY0'], 'word', 54, 54, { form: /^KEY[0-9A-F]{32}_[A-Za-z0-9]{22}$/ }),
  aKey('courier-key', 'a Courier key', ['pk_prod_', 'pk_dev_'], 'upper', 28),
  aKey('onesignal-key', 'a OneSignal key', ['os_v2_app_', 'os_v2_org_'], 'lower', 60, 110),
  aKey('slack-workflow-token', 'a Slack workflow token', ['xwfp-'], 'url', 30, 200),
  aKey('figma-oauth-token', 'a Figma OAuth token', ['figu_', 'figoh_', 'figo_', 'figor_'], 'url', 36, 60),
  aKey('clickup-token', 'a ClickUp token', ['pk_'], 'word', 36, 44, { form: /^pk_\d{5,10}_[A-Z0-9]{32}$/ }),
  aKey('trello-token', 'a Trello token', ['ATTA'], 'hex', 72),
  aKey('hubspot-token', 'a HubSpot private app token', ['pat-na1-', 'pat-na2-', 'pat-eu1-', 'pat-ap1-'], 'url', 36, 36, {
    form: /^pat-\w\w\d-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    entropy: HEX_ENTROPY,
  }),
  aKey('sanity-token', 'a Sanity token', ['skE', 'sk0', 'skA'], 'alnum', 77, 180),
  aKey('frame-io-token', 'a Frame.io token', ['fio-u-'], 'url', 64),
  aKey('lichess-token', 'a Lichess token', ['lip_', 'lio_'], 'alnum', 20),
  aKey('settlemint-token', 'a SettleMint token', ['sm_pat_', 'sm_sat_', 'sm_aat_'], 'alnum', 16),
  aKey('instagram-token', 'an Instagram token', ['IGQV', 'IGAA'], 'url', 100, 260),
  aKey('twitter-bearer-token', 'an X (Twitter) bearer token', ['AAAAAAAAAAAAAAAAAAAAA'], 'wide', 70, 110, {
    form: /^A{21,24}[A-Za-z0-9%]+$/,
  }),
  aKey('linkedin-secret', 'a LinkedIn client secret', ['WPL_AP1.'], 'wide', 20, 40),
  aKey('calcom-key', 'a Cal.com key', ['cal_live_'], 'hex', 32),
  aKey('intercom-token', 'an Intercom token', ['dG9rO'], 'base64', 55, 62),
  aKey('klaviyo-key', 'a Klaviyo private key', ['pk_'], 'hex', 34),
];
