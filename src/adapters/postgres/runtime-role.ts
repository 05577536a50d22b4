/**
 * The role that serves requests: it owns nothing, cannot log in, and row security binds it. Connections log in as somebody else
 * and `SET ROLE` to it. Roles belong to the cluster, not to the database, so they are ensured apart from the migrations.
 */
import * as z from 'zod';

export const RUNTIME_ROLE = 'countersign_runtime';

/** A session of either engine: statements without parameters, one or several; the rows of the last one. */
export type Session = { rows(sql: string): Promise<unknown[]> };

/** Makes the role if need be and lets `login` take it on. Throws with the SQL for an administrator when it may not. */
export async function ensureRuntimeRole(session: Session, login: string): Promise<void> {
  const remedy = [`CREATE ROLE ${RUNTIME_ROLE} NOLOGIN;`, `GRANT ${RUNTIME_ROLE} TO ${quoted(login)};`];
  if (!(await roleExists(session))) {
    const made = await attempt(
      session,
      `
      do $$ begin create role ${RUNTIME_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
    if (!made.ok) throw new Error(`the runtime role cannot be made (${made.why}); as an administrator run: ${remedy.join(' ')}`);
  }
  if (await mayTakeOn(session, login)) return;
  const member = await attempt(session, `grant ${RUNTIME_ROLE} to ${quoted(login)}`);
  // Another process may have granted it meanwhile; what counts is the outcome.
  if (await mayTakeOn(session, login)) return;
  throw new Error(`${login} may not take on the runtime role (${member.why}); as an administrator run: ${remedy[1]}`);
}

const problem = z.object({ problem: z.string() });

/** To be asked after `SET ROLE`. Throws when the session could see another tenant's rows. */
export async function assertRowSecurityBinds(session: Session): Promise<void> {
  const rows = await session.rows(`
    select format('%I is a superuser', rolname) as problem from pg_roles where rolname = current_user and rolsuper
    union all
    select format('%I bypasses row security', rolname) from pg_roles where rolname = current_user and rolbypassrls
    union all
    select format('%I owns table %I', current_user, relname) from pg_class
      where relkind in ('r', 'p') and relowner = (select oid from pg_roles where rolname = current_user)
    union all
    select format('table %I has tenant_id but not FORCE ROW LEVEL SECURITY', c.relname)
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
    order by 1`);
  const problems = rows.map((row) => problem.parse(row).problem);
  if (problems.length > 0) throw new Error(`refusing to serve: ${problems.join('; ')}`);
}

const roleExists = async (session: Session): Promise<boolean> =>
  (await session.rows(`select from pg_roles where rolname = '${RUNTIME_ROLE}'`)).length > 0;

/** PostgreSQL 16 tells membership from the right to SET ROLE. */
async function mayTakeOn(session: Session, login: string): Promise<boolean> {
  const version = z.object({ n: z.coerce.number() }).parse((await session.rows(`select current_setting('server_version_num') as n`))[0]);
  const right = version.n >= 160_000 ? 'SET' : 'MEMBER';
  const [row] = await session.rows(`select pg_has_role(${literal(login)}, '${RUNTIME_ROLE}', '${right}') as may`);
  return z.object({ may: z.boolean() }).parse(row).may;
}

async function attempt(session: Session, sql: string): Promise<{ ok: boolean; why: string }> {
  try {
    await session.rows(sql);
    return { ok: true, why: 'no error' };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
