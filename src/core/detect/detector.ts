/** What every detector is: rules as data plus one small function over a view. */
import type { Match, Role, Rule } from '../finding.ts';
import type { Leaf } from '../mcp/surface.ts';
import type { Purposes } from '../roles/purposes.ts';
import type { LiteralHit } from '../text/literals.ts';
import type { View } from '../text/views.ts';

/** The leaf under judgement, in the role that it is judged under. */
export type Subject = {
  leaf: Leaf;
  role: Role;
  /** Of the role, in (0, 1]; absent: certain. */
  confidence?: number;
  /** The other role that the leaf is judged under, where there are two. */
  beside?: Role | undefined;
  /** Nothing but the looks of the value tells the role. */
  unsure?: boolean;
  /** Of the message that the leaf stands in; results and errors are responses. */
  direction: 'request' | 'response';
  /** What the called tool is for, by its own words. */
  purposes?: Purposes;
};

export type Detector = {
  /** kebab-case; its cases stand in `cases/<name>.json`. */
  name: string;
  rules: readonly Rule[];
  /** In lower case (ASCII letters match in either); when given, the detector runs only on views in which one of them occurs, unless it `insists`. Absent: it always runs. */
  literals?: readonly string[];
  /** Runs on the subject whether a literal occurs or not: where the whole text is meant for an interpreter, no list is complete. */
  insists?(subject: Subject): boolean;
  /** `FEATURE` bits of a view that wake it as well, for literals beyond ASCII. */
  features?: number;
  /** It is told only that some of its literals occur, not where. */
  ignores_hits?: true;
  /** `looksAt` and `insists` ask of slot, kind, role, direction and purposes alone, so one answer holds for all leaves that agree in them. */
  by_place?: true;
  /** It judges what readers take from a text, so it is shown what words are disguised (`View.unmasked`); others judge what interpreters do. */
  reads_disguises?: true;
  /** Cheap gate on place and role; false skips the leaf. */
  looksAt(subject: Subject): boolean;
  /** Linear in `view.text.length`. `hits` are the occurrences of this detector's literals, ordered by their ends; `literal` is an index into `literals`. */
  inspect(view: View, subject: Subject, hits: readonly LiteralHit[]): Match[];
};
