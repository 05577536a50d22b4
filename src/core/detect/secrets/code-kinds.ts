/** Tokens of places where code is kept, built, packed and deployed. */
import { aKey, HEX_ENTROPY, type Kind } from './kind.ts';

export const CODE_KINDS: readonly Kind[] = [
  aKey('circleci-token', 'a CircleCI token', ['CCIPAT_', 'CCIPRJ_'], 'word', 60, 66, {
    form: /^CCI(?:PAT|PRJ)_[A-Za-z0-9]{22}_[0-9a-f]{40}$/,
  }),
  aKey('buildkite-token', 'a Buildkite token', ['bkua_', 'bkct_', 'bkr_'], 'hex', 40),
  aKey('octopus-key', 'an Octopus Deploy key', ['API-'], 'upper', 25, 32, {
    entropy: 3.2,
    score: 0.9,
    form: /^API-(?=[A-Z]*\d)[A-Z0-9]+$/,
  }),
  aKey('artifactory-refresh-token', 'a JFrog reference token', ['cmVmdGtu'], 'alnum', 56),
  aKey('crates-io-token', 'a crates.io token', ['cio'], 'alnum', 32, 32, {
    entropy: 3.6,
    score: 0.9,
    form: /^cio(?=\D*\d)(?=[^A-Z]*[A-Z])\w{32}$/,
  }),
  aKey('packagist-token', 'a Packagist token', ['packagist_ort_', 'packagist_uut_'], 'hex', 68),
  aKey('infracost-key', 'an Infracost key', ['ico-'], 'alnum', 32),
  aKey('render-key', 'a Render key', ['rnd_'], 'alnum', 28, 36),
  aKey('vercel-token', 'a Vercel token', ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'], 'alnum', 40, 80),
  aKey('deno-token', 'a Deno Deploy token', ['ddp_', 'ddo_'], 'alnum', 36, 40),
  aKey('scalingo-token', 'a Scalingo token', ['tk-us-'], 'url', 48),
  aKey('heroku-key', 'a Heroku key', ['HRKU-'], 'url', 36, 36, {
    form: /^HRKU-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    entropy: HEX_ENTROPY,
  }),
  aKey('harness-token', 'a Harness token', ['pat.', 'sat.'], 'dotted', 60, 76, {
    form: /^[ps]at\.[\w-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}$/,
  }),
  aKey('snyk-token', 'a Snyk token', ['snyk_uat.', 'snyk_sat.'], 'dotted', 40, 160),
  aKey('trigger-key', 'a Trigger.dev key', ['tr_dev_', 'tr_prod_', 'tr_stg_'], 'alnum', 20, 32),
  aKey('inngest-key', 'an Inngest signing key', ['signkey-prod-', 'signkey-test-'], 'hex', 32, 64),
  aKey('neon-key', 'a Neon key', ['napi_'], 'lower', 60, 68),
  aKey('mongodb-atlas-secret', 'a MongoDB Atlas service account secret', ['mdb_sa_sk_'], 'url', 36, 48),
  aKey('cockroach-key', 'a CockroachDB Cloud key', ['CCDB1_'], 'word', 60, 80),
  aKey('supabase-secret-key', 'a Supabase secret key', ['sb_secret_'], 'word', 28, 44),
  aKey('dbt-token', 'a dbt Cloud token', ['dbtc_', 'dbtu_'], 'url', 36, 64),
  aKey('kaggle-token', 'a Kaggle token', ['KGAT_'], 'hex', 32),
  aKey('gitlab-workspace-token', 'a GitLab token of a workspace or a feature flag client', ['glffct-', 'glwt-'], 'dotted', 20, 80),
];
