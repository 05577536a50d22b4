import { z } from 'zod';
import { getAccessReport } from '#app/access-report.ts';
import { UNUSED_DAYS, type ReportEntry } from '#core/policy/access-report.ts';
import { defineRoute } from '../route.ts';
import { countShape, growing, jsonObject, postureSchema, timeShape } from '../shapes.ts';

const entry = {
  policy: z.string(),
  name: z.string(),
  version: countShape,
  form: growing(['lists', 'structured', 'cedar']),
  scope: jsonObject.meta({ description: 'Whom and what it names, as `target` of a policy; nothing is everybody, or everything.' }),
  requires: z.array(z.string()).meta({ description: 'What must hold besides.' }),
  last_used_at: timeShape.nullable().meta({ description: 'When it last decided, or permitted, a call; some minutes old.' }),
};
const reportShape = z
  .object({
    at: timeShape,
    set: z.string().nullable().meta({ description: 'The active policy set.' }),
    posture: postureSchema,
    permits: z.array(z.object(entry).meta({ id: 'AccessPermit' })),
    restrictions: z.array(z.object({ ...entry, effect: growing(['deny', 'require', 'challenge']) }).meta({ id: 'AccessRestriction' })),
    unused: z
      .array(
        z
          .object({ policy: z.string(), name: z.string(), since: timeShape, last_used_at: timeShape.nullable() })
          .meta({ id: 'UnusedPermit' }),
      )
      .meta({
        description: `Permits that no call has used in ${UNUSED_DAYS} days or, where \`since\` is later, since this version was made.`,
      }),
    over_broad: z.array(z.object({ policy: z.string().nullable(), name: z.string(), detail: z.string() }).meta({ id: 'BroadPermit' })),
    tool_groups: z
      .record(z.string(), z.array(z.string()))
      .meta({ description: 'What the tenant’s own tool groups that are named stand for.' }),
  })
  .meta({ id: 'AccessReport' });

const show = <E extends ReportEntry>({ last_used_at, ...rest }: E) => ({ ...rest, last_used_at: last_used_at?.toISOString() ?? null });

export const accessReportRoute = defineRoute(
  {
    method: 'get',
    path: '/policies/access-report',
    operationId: 'getAccessReport',
    tag: 'Policies',
    summary: 'Who may call what',
    description:
      'By the policies in force: what they permit and to whom, what they restrict, which permits nobody uses, and which permit more than one would want.',
    security: 'policies:read',
    success: { status: 200, description: 'The report.', schema: reportShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor }) => {
    const { at, set, posture, permits, restrictions, unused, over_broad, tool_groups } = await getAccessReport(world, actor);
    return {
      body: {
        at: at.toISOString(),
        set,
        posture,
        permits: permits.map(show),
        restrictions: restrictions.map(show),
        unused: unused.map(({ since, ...rest }) => ({
          ...rest,
          since: since.toISOString(),
          last_used_at: rest.last_used_at?.toISOString() ?? null,
        })),
        over_broad,
        tool_groups,
      },
    };
  },
);
