/** A view of some stretches of another. */
import { SEPARATOR } from './decode/excerpts.ts';
import { featuresOf } from './features.ts';
import type { View } from './views.ts';

/** The stretches of a view as a view of the same name; the view itself where they are most of it. @param stretches from, to, from, to … */
export function excerptOf(view: View, stretches: readonly number[]): View {
  const ends = stretches.map((at) => Math.min(at, view.text.length));
  const kept = ends.reduce((sum, at, i) => sum + (i % 2 === 0 ? -at : at), 0);
  if (kept * 2 > view.text.length) return view;
  const sources = new Uint32Array(kept + (ends.length / 2 - 1) * SEPARATOR.length + 1);
  let text = '';
  for (let i = 0; i < ends.length; i += 2) {
    const [from, to] = [ends[i]!, ends[i + 1]!];
    for (let at = from; at < to; at++) sources[text.length + at - from] = view.sourceOf(at);
    text += view.text.slice(from, to);
    const behind = view.sourceOf(to);
    if (i + 2 < ends.length) {
      sources.fill(behind, text.length, text.length + SEPARATOR.length);
      text += SEPARATOR;
    } else sources[text.length] = behind;
  }
  return {
    ...view,
    text,
    features: featuresOf(text),
    excerpt: true,
    sourceOf: (offset) => sources[Math.min(Math.max(offset, 0), text.length)]!,
  };
}
