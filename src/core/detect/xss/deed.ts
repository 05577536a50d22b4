/** What one look found, before the place in which it stands is weighed. */
import type { Rule } from '../../finding.ts';

export type Span = { start: number; end: number };

export type Deed = Span & {
  rule: Rule;
  score?: number;
  /** More than a page needs for itself: it proves, steals or hides. */
  hostile: boolean;
  /** The text is code from end to end: no words stand beside it. */
  whole?: boolean;
};
export type Keep = (deed: Deed) => void;
