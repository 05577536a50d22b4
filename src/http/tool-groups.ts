/** The tenant's own tool groups, as they come in. */
import { z } from 'zod';
import { ALL_GROUP_PATTERNS_MAX, GROUP_PATTERNS_MAX, OWN_GROUPS_MAX, TOOL_GROUPS } from '#core/policy/cedar/tool-groups.ts';
import { PATTERN_CHARS_MAX } from '#core/policy/schema-parts.ts';
import { isPrintable } from './shapes.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const DESCRIPTION = `Names of tools, as \`tool\` or \`server/tool\`, in which \`*\` stands for any run of characters, by the name of the group. Policies name a group in \`target.tool_groups\` or as \`ToolGroup::"payments"\`. Tools are in these groups by themselves: ${TOOL_GROUPS.join(', ')}; patterns under such a name add to it.`;

export const toolGroupsShape = z
  .record(z.string(), z.array(z.string()))
  .meta({ id: 'ToolGroups', description: DESCRIPTION, example: { payments: ['pay/*'] } });

const pattern = z.string().min(1).max(PATTERN_CHARS_MAX).refine(isPrintable, 'Must be printable, without space at its ends');
export const toolGroupsSchema = z
  .record(z.string(), z.array(pattern).max(GROUP_PATTERNS_MAX))
  .superRefine((groups, context) => {
    const names = Object.keys(groups);
    const refuse = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
    for (const name of names) if (!NAME.test(name)) refuse([name], 'A group is named by 1 to 64 letters, digits, `_`, `.` or `-`');
    if (names.length > OWN_GROUPS_MAX) refuse([], `At most ${OWN_GROUPS_MAX} groups`);
    const patterns = Object.values(groups).reduce((sum, { length }) => sum + length, 0);
    if (patterns > ALL_GROUP_PATTERNS_MAX) refuse([], `At most ${ALL_GROUP_PATTERNS_MAX} patterns in all groups together`);
  })
  .meta({
    description: `${DESCRIPTION} All groups as a whole are replaced; one that a policy in force or in shadow names must stay. At most ${OWN_GROUPS_MAX} groups of ${GROUP_PATTERNS_MAX} patterns each, ${ALL_GROUP_PATTERNS_MAX} in all.`,
  });
