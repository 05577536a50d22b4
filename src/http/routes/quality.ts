import { z } from '@hono/zod-openapi';
import { ENGINE } from '#core/judge.ts';
import figures from '../quality.json' with { type: 'json' };
import { defineRoute } from '../route.ts';

const part = z.number().min(0).max(1);
const rate = { rows: z.int(), hits: z.int(), rate: part, low: part, high: part };
const rateShape = z.object(rate).openapi('MeasuredRate', { description: '`hits` of `rows`, with the 95 % interval of Wilson.' });

const shape = z
  .object({
    engine: z.object({ version: z.string(), ruleset: z.string() }),
    is_current: z.boolean().openapi({ description: 'Whether the engine that answers is the one that was measured.' }),
    strictness: z.literal('standard'),
    corpus: z.object({ name: z.string(), digest: z.string(), rows: z.int(), sources: z.int() }),
    macro_recall: part.openapi({ description: 'Mean of the recall over the categories.' }),
    recall: rateShape,
    false_positives: rateShape,
    categories: z.array(
      z.object({ category: z.string(), ...rate, same_category: part, sources: z.array(z.object({ source: z.string(), ...rate })) }),
    ),
    benign: z.array(z.object({ kind: z.string(), ...rate })),
    benign_sources: z.array(z.object({ source: z.string(), ...rate })),
    blind: z
      .object({
        name: z.string(),
        recall: rateShape,
        false_positives: rateShape,
        categories: z.array(z.object({ category: z.string(), ...rate })),
      })
      .openapi({ description: 'On messages written by somebody who had not seen the engine.' }),
    left_out: z
      .object({ macro_recall: part, false_positives: rateShape, categories: z.array(z.object({ category: z.string(), ...rate })) })
      .nullable()
      .openapi({ description: 'Each source left out in turn when the learned part is trained.' }),
  })
  .openapi('Quality');

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
