/** Keys of clouds, networks and services that watch them. */
import { aKey, HEX_ENTROPY, type Kind } from './kind.ts';

export const OPERATION_KINDS: readonly Kind[] = [
  aKey('alibaba-access-key', 'an Alibaba Cloud access key id', ['LTAI'], 'alnum', 16, 26, {
    entropy: 3.4,
    form: /^LTAI(?=[A-Za-z]*\d)\w+$/,
  }),
  aKey('tencent-secret-id', 'a Tencent Cloud secret id', ['AKID'], 'alnum', 32),
  aKey('yandex-key', 'a Yandex Cloud key', ['AQVN'], 'url', 35, 38),
  aKey('yandex-oauth-token', 'a Yandex OAuth token', ['y0_', 'y1_', 'y2_'], 'url', 50, 70),
  aKey('yandex-iam-token', 'a Yandex Cloud IAM token', ['t1.'], 'dotted', 180, 400, { form: /^t1\.[\w-]+\.[\w-]{86}$/ }),
  aKey('cloudflare-origin-key', 'a Cloudflare origin CA key', ['v1.0-'], 'url', 171, 171, {
    form: /^v1\.0-[0-9a-f]{24}-[0-9a-f]{146}$/,
    entropy: HEX_ENTROPY,
  }),
  aKey('google-refresh-token', 'a Google OAuth refresh token', ['1//0'], 'url', 60, 120),
  aKey('tailscale-key', 'a Tailscale key', ['tskey-auth-', 'tskey-api-', 'tskey-client-', 'tskey-scim-', 'tskey-webhook-'], 'url', 30, 70, {
    form: /^tskey-[a-z]+-[A-Za-z0-9]+-[A-Za-z0-9]{20,}$/,
  }),
  aKey('docker-swarm-token', 'a Docker Swarm token', ['SWMTKN-1-', 'SWMKEY-1-'], 'url', 43, 80),
  aKey('openshift-token', 'an OpenShift user token', ['sha256~'], 'url', 43),
  aKey('dynatrace-token', 'a Dynatrace token', ['dt0c01.', 'dt0s01.', 'dt0s02.', 'dt0s16.'], 'dotted', 89, 89, {
    form: /^dt0\w\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}$/,
  }),
  aKey('honeycomb-key', 'a Honeycomb key', ['hcaik_', 'hcxik_', 'hcbik_', 'hcamk_'], 'word', 58, 64),
  aKey('posthog-key', 'a PostHog personal key', ['phx_'], 'alnum', 40, 50),
  aKey('launchdarkly-key', 'a LaunchDarkly key', ['sdk-', 'api-'], 'url', 36, 36, {
    form: /^(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    entropy: HEX_ENTROPY,
    score: 0.9,
  }),
  aKey('statsig-key', 'a Statsig secret key', ['secret-', 'console-'], 'alnum', 40, 50, { score: 0.93 }),
  aKey('segment-token', 'a Segment token', ['sgp_'], 'alnum', 64),
  aKey('rootly-key', 'a Rootly key', ['rootly_'], 'hex', 64),
  aKey('grafana-key', 'a Grafana API key', ['eyJrIjoi'], 'base64', 60, 400),
  aKey('sentry-organisation-token', 'a Sentry token of an internal integration', ['sntryi_', 'sntryo_'], 'wide', 60, 400),
  aKey('infisical-token', 'an Infisical service token', ['st.'], 'dotted', 80, 100, {
    form: /^st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}$/,
    entropy: HEX_ENTROPY,
  }),
  aKey('zuplo-key', 'a Zuplo key', ['zpka_'], 'word', 40, 60),
  aKey('authress-key', 'an Authress service client key', ['sc_', 'ext_', 'scauth_', 'authress_'], 'wide', 90, 240, {
    form: /^(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[A-Za-z0-9+/_-]{30,120}$/,
  }),
  aKey('ory-key', 'an Ory key', ['ory_pat_', 'ory_st_', 'ory_at_', 'ory_rt_'], 'url', 32, 90),
  aKey('clickhouse-cloud-secret', 'a ClickHouse Cloud secret', ['4b1d'], 'alnum', 38),
  aKey('eks-token', 'an Amazon EKS token', ['k8s-aws-v1.'], 'url', 100, 3000),
];
