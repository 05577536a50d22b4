import { z } from 'zod';
import { installPack, listPacks, type Installed, type ListedPack } from '#app/packs.ts';
import { paramValue, STRENGTHS } from '#core/packs/manifest.ts';
import { defineCreation } from '../creation.ts';
import { defineRoute } from '../route.ts';
import { modeSchema } from '../policy-text.ts';
import { countShape, growing, jsonObject, timeShape } from '../shapes.ts';

const nameParam = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Must be the name of a pack');
const params = z.object({ name: nameParam });
const paramsSchema = z.record(z.string(), paramValue.meta({ id: 'PackParam' })).meta({ id: 'PackParams' });
const strengthSchema = growing(STRENGTHS).meta({ id: 'PackStrength' });

const installShape = z
  .object({
    version: z.string(),
    digest: z.string().meta({ description: 'SHA-256 of what the publisher signed; the install is pinned to it.' }),
    strength: strengthSchema,
    params: paramsSchema.meta({ description: 'As they took effect.' }),
    installed_at: timeShape,
  })
  .meta({ id: 'PackInstall' });

const packShape = z
  .object({
    name: z.string(),
    refused: z.string().nullable().meta({ description: 'Why it does not install; null when it does.' }),
    version: z.string().nullable(),
    digest: z.string().nullable(),
    publisher: z.string().nullable(),
    title: z.string().nullable(),
    summary: z.string().nullable(),
    servers: z.array(z.object({ package: z.string(), tools: z.array(z.string()) }).meta({ id: 'PackServer' })),
    adds: growing(['forbids', 'forbids and permits']).nullable().meta({ description: 'Whether it can ever allow anything.' }),
    needs: z.array(z.string()).meta({ description: 'Facts that its policies ask for.' }),
    compliance: z.array(z.string()),
    deprecated_by: z.string().nullable().meta({ description: 'The pack to take instead.' }),
    params: jsonObject.meta({ description: 'JSON Schema of the parameters.' }),
    strengths: z.record(z.string(), paramsSchema).meta({ description: 'What parameters are at each strength, where not as by default.' }),
    policies: z.array(z.object({ name: z.string(), summary: z.string(), tests: countShape }).meta({ id: 'PackPolicy' })),
    installed: installShape.nullable(),
  })
  .meta({ id: 'Pack' });

const NOTHING_KNOWN = {
  version: null,
  digest: null,
  publisher: null,
  title: null,
  summary: null,
  servers: [],
  adds: null,
  needs: [],
  compliance: [],
  deprecated_by: null,
  params: {},
  strengths: {},
  policies: [],
};

const showInstall = ({ version, digest, strength, params: values, installed_at }: NonNullable<ListedPack['installed']>) => ({
  version,
  digest,
  strength,
  params: { ...values },
  installed_at: installed_at.toISOString(),
});

function showPack({ entry, installed }: ListedPack): z.output<typeof packShape> {
  const common = { name: entry.name, installed: installed && showInstall(installed) };
  // Nothing that a broken pack says of itself is passed on.
  if ('refused' in entry) return { ...NOTHING_KNOWN, ...common, refused: entry.refused };
  const { manifest, digest, publisher, policies, tests } = entry;
  const { version, title, summary, servers, capabilities, compliance, deprecated_by, strengths } = manifest;
  return {
    ...common,
    ...capabilities,
    version,
    digest,
    publisher,
    title,
    summary,
    servers,
    compliance,
    deprecated_by,
    strengths,
    refused: null,
    params: manifest.params,
    policies: [...policies].map(([name, policy]) => ({ name, summary: policy.summary, tests: tests.get(name)?.length ?? 0 })),
  };
}

export const listPacksRoute = defineRoute(
  {
    method: 'get',
    path: '/packs',
    operationId: 'listPacks',
    tag: 'Packs',
    summary: 'The catalogue of policy packs',
    description:
      'All of them on one page, in order of name. Each is signed, and was verified and tested when the service began; one that did not pass says why in `refused`, and does not install. A pack is taken out by deleting its policies (`DELETE /policies/{id}`); when none is left, `installed` is null.',
    security: 'policies:read',
    success: { status: 200, description: 'The packs.', schema: z.object({ data: z.array(packShape) }).meta({ id: 'PackCatalogue' }) },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor }) => ({ body: { data: (await listPacks(world, actor)).map(showPack) } }),
);

const STATUSES = ['created', 'replaced', 'unchanged', 'beside'] as const;
const installedShape = z
  .object({
    name: z.string(),
    ...installShape.shape,
    policies: z.array(
      z
        .object({
          policy: z.string(),
          id: z.string(),
          name: z.string(),
          version: countShape,
          mode: modeSchema,
          status: growing(STATUSES).meta({
            description:
              '`beside`: the policy of this name is in force and stays as it is; the new text watches beside it, under another name.',
          }),
        })
        .meta({ id: 'InstalledPolicy' }),
    ),
    left: z
      .array(z.object({ id: z.string(), name: z.string() }).meta({ id: 'PolicyName' }))
      .meta({ description: 'Policies of an earlier install that this one does not have. They stay.' }),
  })
  .meta({ id: 'InstalledPack' });

const showInstalled = ({ install, policies, left }: Installed): z.output<typeof installedShape> => ({
  name: install.name,
  ...showInstall(install),
  policies: policies.map(({ policy, row: { id, name, version, mode }, status }) => ({ policy, id, name, version, mode, status })),
  left: left.map(({ id, name }) => ({ id, name })),
});

const wishSchema = z
  .strictObject({
    strength: strengthSchema.default('recommended'),
    params: paramsSchema.default({}).meta({ description: 'As the pack describes them; what is left out is as the strength has it.' }),
  })
  .meta({ id: 'PackWish' });

export const installPackRoute = defineCreation(
  {
    method: 'post',
    path: '/packs/{name}/install',
    operationId: 'installPack',
    tag: 'Packs',
    summary: 'Install a policy pack',
    description:
      'The pack is verified and tested again; then its policies stand among those of the tenant, named `pack:<pack>/<policy>`, in shadow: they decide nothing until they are set in force. Doing it again changes nothing; another version, strength or parameter replaces policies that are in shadow. What is in force is never changed or removed. To take the pack out again, delete these policies.',
    security: 'policies:write',
    idempotent: true,
    params,
    body: wishSchema,
    success: { status: 201, description: 'What there is now.', schema: installedShape },
    problems: ['PACK_REFUSED', 'PACK_PARAMS_INVALID', 'POLICIES_MAX_REACHED', 'PRECONDITION_FAILED', 'STORE_UNAVAILABLE'],
  },
  ({ world, actor, params: { name }, body }) => installPack(world, actor, name, body),
  (installed) => ({ body: showInstalled(installed) }),
);
