/** What a combination of evidence is. */
import type { Mark } from './markers.ts';
import type { Act } from './patterns.ts';
import type { Reach } from './reach.ts';
import type { RuleName } from './rules.ts';

export type Sign = Act | Mark | Reach;

/** What kind of place the text stands in. */
export type Ground = 'tool' | 'data' | 'prompt' | 'argument';

export type Combination = {
  rule: RuleName;
  /** One of these, … */
  anchor: readonly Sign[];
  /** … and of each of these lists one near it, … */
  with: readonly (readonly Sign[])[];
  /** … and that one so often. */
  least?: readonly [Sign, number];
  score: number;
  /** Where it holds; everywhere but in arguments, if not given. */
  on?: readonly Ground[];
  /** Only when the text is no longer than this. */
  max?: number;
  /** The whole text counts, not what stands near: for long texts of one purpose. */
  wide?: true;
  /** The company must begin within so many units after the anchor. */
  follow?: number;
  /** The company must stand in what the anchor hides. */
  inside?: true;
};
