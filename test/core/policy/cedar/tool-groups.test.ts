import { describe, expect, it } from 'vitest';
import { builtInGroups, ownGroups } from '#core/policy/cedar/tool-groups.ts';
import type { ToolHint } from '#core/submission.ts';

describe('what a tool is, told from what is known of it', () => {
  it.each<[string, ToolHint | undefined, string[]]>([
    ['get_issue', undefined, ['read']],
    ['listRepositories', { annotations: { readOnlyHint: true } }, ['read']],
    ['create_issue', undefined, ['write']],
    ['delete_branch', undefined, ['destructive', 'high-risk', 'write']],
    ['tidy', { annotations: { destructiveHint: true } }, ['destructive', 'high-risk', 'write']],
    ['run_shell_command', undefined, ['exec', 'high-risk']],
    ['send_email', undefined, ['egress']],
    ['fetch_url', { annotations: { openWorldHint: true } }, ['egress', 'read']],
    ['refund_payment', undefined, ['financial', 'high-risk', 'write']],
    ['database_admin', undefined, ['high-risk']],
    ['frobnicate', undefined, []],
    ['frobnicate', { annotations: { readOnlyHint: false } }, ['write']],
    ['frobnicate', { annotations: { readOnlyHint: true } }, ['read']],
  ])('%s %j: %j', (name, hint, groups) => {
    expect([...builtInGroups(name, hint)].sort()).toEqual(groups);
  });

  it.each(['delete_all', 'pay_invoice', 'execute_command', 'update_row', 'send_mail'])(
    'a server that calls %s read-only does not bring it among those that only read',
    (name) => {
      expect(builtInGroups(name, { annotations: { readOnlyHint: true } })).not.toContain('read');
    },
  );

  it('a description that speaks of what the tool does not do changes nothing', () => {
    expect(builtInGroups('get_page', { description: 'Reads a page. Never deletes, never pays.' })).toEqual(['read']);
  });
});

it("a tenant's own groups go by patterns of either name", () => {
  const groups = { team: ['github/*', 'deploy'], none: [] };
  expect(ownGroups(['github/x', 'x'], groups)).toEqual(['team']);
  expect(ownGroups(['ci/deploy', 'deploy'], groups)).toEqual(['team']);
  expect(ownGroups(['ci/deployer', 'deployer'], groups)).toEqual([]);
});
