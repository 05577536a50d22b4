/** A hundred policies such as a platform team has: they speak of what the traffic is about, and let nearly all of it pass. Its calls name no server. */
const GROUPS = ['read', 'write', 'egress', 'exec', 'destructive', 'financial'];
const VERBS = ['delete', 'drop', 'remove', 'purge', 'revoke', 'terminate', 'wipe', 'reset', 'disable', 'uninstall'];

type Document = { [member: string]: unknown };
const KINDS: ((i: number) => Document)[] = [
  (i) => ({
    effect: 'deny',
    target: { tools: [`${VERBS[i % VERBS.length]}_everything_${i}`, `${VERBS[i % VERBS.length]}-all-*`] },
    reason: 'Not by agents.',
  }),
  (i) => ({ effect: 'deny', target: { users: [`contractor-${i}@*`], tool_groups: [GROUPS[i % GROUPS.length]] } }),
  (i) => ({ effect: 'require', target: { tools: [`pay_${i}`] }, require: { args: { '/amount': { max: 500 + i } } } }),
  (i) => ({ effect: 'require', target: { tool_groups: ['exec'], roles: [`role-${i}`] }, require: { auth: { assurance: 'verified' } } }),
  (i) => ({ effect: 'allow', target: { roles: [`role-${i}`], tools: [`srv${i % 5}/tool-${i}`, `srv${i % 5}/read_*`] } }),
  (i) => ({
    effect: 'require',
    target: { agents: [`office-${i}-*`, 'acme-assistant'], tools: ['*'] },
    require: {
      location: { ip_allow: ['198.51.0.0/16', '10.0.0.0/8'] },
      time: { tz: 'Europe/Berlin', windows: [{ from: '00:00', to: '24:00' }] },
    },
  }),
  () => ({ effect: 'require', target: { methods: ['resources/read'] }, require: { args: { '/uri': { notLike: '*/etc/*' } } } }),
  (i) => ({ effect: 'deny', target: { tools: ['*'] }, require: { args: { '/path': { like: `/vault/${i}/*` } } } }),
  (i) => ({ cedar: `forbid (principal, action, resource == Tool::"admin-${i}") unless { context.auth.assurance == "verified" };` }),
  (i) => ({
    effect: 'require',
    target: { tools: [`export_${i}`] },
    require: { limits: [{ id: 'hourly', key: 'principal', window: '1h', max: 100_000 }] },
  }),
];

export const HUNDRED = Array.from({ length: 100 }, (_, i) => ({
  name: `policy-${i}`,
  document: KINDS[i % KINDS.length]!(Math.floor(i / KINDS.length)),
}));
