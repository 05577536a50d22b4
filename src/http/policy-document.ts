/** What a tenant may write as a policy, with every fault named at once. */
import { z } from '@hono/zod-openapi';
import { CATEGORIES } from '#core/finding.ts';
import type { NameLists, PolicyDocument } from '#core/policy/document.ts';
import { STRICTNESS } from '#core/submission.ts';
import { present } from './present.ts';

const PATTERNS_MAX = 500;
const PATTERN_CHARS_MAX = 256;

const patterns = z
  .array(z.string().min(1).max(PATTERN_CHARS_MAX))
  .max(PATTERNS_MAX)
  .openapi({ description: 'Whole names; `*` stands for any run of characters.', example: ['github/*'] });
const lists = z.strictObject({ allow: patterns.optional(), deny: patterns.optional() });

export const policyDocumentSchema = z
  .strictObject({
    tools: lists.optional().openapi({ description: 'By `tool` or `server/tool`.' }),
    methods: lists.optional(),
    strictness: z.enum(STRICTNESS).optional(),
    thresholds: z
      .partialRecord(z.enum(CATEGORIES), z.number().min(0).max(1))
      .optional()
      .openapi({ description: 'Score from which a category is denied.' }),
  })
  .openapi('PolicyDocument');

const listsOf = (value: z.output<typeof lists>): NameLists => present(value);

export const documentOf = ({ tools, methods, strictness, thresholds }: z.output<typeof policyDocumentSchema>): PolicyDocument => ({
  ...(tools && { tools: listsOf(tools) }),
  ...(methods && { methods: listsOf(methods) }),
  ...(strictness && { strictness }),
  ...(thresholds && { thresholds: present(thresholds) }),
});
