/** What a tenant writes. The lists of this first form become the authoring forms of `policy.md` 4; old documents keep working. */
import type { Category } from '../finding.ts';
import type { Strictness } from '../submission.ts';

/** Patterns match the whole name; `*` stands for any run of characters. A tool is named `tool` or `server/tool`. */
export type NameLists = { allow?: string[]; deny?: string[] };

export type PolicyDocument = {
  tools?: NameLists;
  methods?: NameLists;
  strictness?: Strictness;
  /** Score in [0, 1] from which a category is denied; can only be lower than what strictness gives, unless the policy is the tenant's only voice on it. */
  thresholds?: Partial<Record<Category, number>>;
};
