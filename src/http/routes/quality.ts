import { z } from 'zod';
import { ENGINE } from '#core/judge.ts';
import figures from '../quality.json' with { type: 'json' };
import { defineRoute } from '../route.ts';
import { countShape } from '../shapes.ts';
import { engineShape } from '../verdict-shape.ts';

const part = z.number().min(0).max(1);
const rate = { rows: countShape, hits: countShape, rate: part, low: part, high: part };
const rateShape = z.object(rate).meta({ id: 'MeasuredRate', description: '`hits` of `rows`, with the 95 % interval of Wilson.' });

const categoryRate = z.object({ category: z.string(), ...rate }).meta({ id: 'CategoryRate' });
const sourceRate = z.object({ source: z.string(), ...rate }).meta({ id: 'SourceRate' });

const shape = z
  .object({
    engine: engineShape,
    is_current: z.boolean().meta({ description: 'Whether the engine that answers is the one that was measured.' }),
    strictness: z.literal('standard'),
    corpus: z.object({ name: z.string(), digest: z.string(), rows: countShape, sources: countShape }).meta({ id: 'MeasuredCorpus' }),
    macro_recall: part.meta({ description: 'Mean of the recall over the categories.' }),
    recall: rateShape,
    false_positives: rateShape,
    categories: z.array(
      z.object({ category: z.string(), ...rate, same_category: part, sources: z.array(sourceRate) }).meta({ id: 'MeasuredCategory' }),
    ),
    benign: z.array(z.object({ kind: z.string(), ...rate }).meta({ id: 'KindRate' })),
    benign_sources: z.array(sourceRate),
    blind: z
      .object({
        name: z.string(),
        recall: rateShape,
        false_positives: rateShape,
        categories: z.array(categoryRate),
      })
      .meta({ id: 'BlindQuality', description: 'On messages written by somebody who had not seen the engine.' }),
    left_out: z
      .object({ macro_recall: part, false_positives: rateShape, categories: z.array(categoryRate) })
      .meta({ id: 'LeftOutQuality' })
      .nullable()
      .meta({ description: 'Each source left out in turn when the learned part is trained.' }),
  })
  .meta({ id: 'Quality' });

const is_current = figures.engine.ruleset === ENGINE.ruleset && figures.engine.version === ENGINE.version;

export const qualityRoute = defineRoute(
  {
    method: 'get',
    path: '/quality',
    operationId: 'getQuality',
    tag: 'Operation',
    summary: 'What the engine finds, and what it takes for an attack that is none',
    description: 'Measured by `npm run quality` on a labelled corpus of public sources, when the engine was built.',
    security: 'public',
    success: { status: 200, description: 'The figures.', schema: shape },
    problems: [],
  },
  async () => ({ body: { ...figures, is_current } }),
);
