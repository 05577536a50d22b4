/** `npm run -s tenant -- create --name NAME --plan free`: a tenant with a key, in the store that the environment configures. */
import { parseArgs } from 'node:util';
import { openTelemetry } from '#adapters/telemetry.ts';
import { foundTenant } from '#app/signup.ts';
import { readConfig } from '#config';
import { uuidToTenantId } from '#core/id.ts';
import { PLANS, type PlanName } from '#core/quota.ts';
import type { Posture } from '#core/tenant.ts';
import { nameSchema } from '#http/shapes.ts';
import { showTenant } from '#http/routes/tenant.ts';
import { explain } from '../src/cannot-start.ts';
import { closeWorld, openWorld } from '../src/main.ts';

const USAGE = `usage: npm run -s tenant -- create --name NAME --plan ${Object.keys(PLANS).join('|')} [--posture starter|strict] [--json]`;
const EXIT_USAGE = 2;

class UsageError extends Error {}

type Wish = { name: string; plan: PlanName; posture: Posture; json: boolean };

const isPlan = (text: string): text is PlanName => Object.hasOwn(PLANS, text);

function readWish(args: string[]): Wish {
  const options = { name: { type: 'string' }, plan: { type: 'string' }, posture: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
  if (positionals.length !== 1 || positionals[0] !== 'create') throw new UsageError('the one command is create');
  const { name, plan, posture = 'starter', json = false } = values;
  const checked = nameSchema.safeParse(name);
  if (!checked.success) throw new UsageError(`--name: ${checked.error.issues.map((i) => i.message).join('; ')}`);
  if (plan === undefined || !isPlan(plan)) throw new UsageError(`--plan must be one of ${Object.keys(PLANS).join(', ')}`);
  if (posture !== 'starter' && posture !== 'strict') throw new UsageError('--posture must be starter or strict');
  return { name: checked.data, plan, posture, json };
}

function wishOrExit(): Wish {
  try {
    return readWish(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'wrong options'}\n${USAGE}\n`);
    process.exit(EXIT_USAGE);
  }
}

async function create({ json, ...wish }: Wish): Promise<void> {
  const world = await openWorld(readConfig(process.env), openTelemetry({ level: 'silent' }));
  try {
    const { tenant, api_key } = await foundTenant(world, { ...wish, email: null });
    const { id, scopes } = api_key.row;
    const made = { tenant: showTenant(tenant), api_key: { id, key: api_key.key, scopes } };
    const text = `tenant   ${uuidToTenantId(tenant.id)} (${tenant.name}, plan ${tenant.plan}, posture ${tenant.posture})\napi key  ${api_key.key}\nThe key is shown only now.`;
    process.stdout.write(`${json ? JSON.stringify(made) : text}\n`);
  } finally {
    await closeWorld(world);
  }
}

try {
  await create(wishOrExit());
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
