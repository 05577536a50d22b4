/** Sign-ups that wait for their code. The runtime role may not read the table: functions of the owner do what is to be done. */
import { sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { PendingSignup } from '#app/signup-ports.ts';
import { fromStoredText, storableText } from './storable.ts';
import type { Sql } from './transaction.ts';

const oneRow = <S extends z.ZodType>(row: S) => z.object({ rows: z.tuple([row]) });
const held = oneRow(z.object({ held: z.boolean() }));
const attempted = oneRow(z.object({ is_right: z.boolean().nullable() }));
const taken = oneRow(z.object({ name: z.string().nullable() }));

const bytes = (value: Uint8Array) => text`decode(${Buffer.from(value).toString('hex')}, 'hex')`;
const moment = (value: Date) => text`${value.toISOString()}::timestamptz`;

export async function holdSignup(sql: Sql, { mailbox, code, name, expires_at }: PendingSignup, now: Date): Promise<boolean> {
  const result = await sql.execute(
    text`select hold_signup(${bytes(mailbox)}, ${bytes(code)}, ${storableText(name)}, ${moment(now)}, ${moment(expires_at)}) as held`,
  );
  return held.parse(result).rows[0].held;
}

export async function attemptSignup(sql: Sql, mailbox: Uint8Array, code: Uint8Array, now: Date, attempts_max: number): Promise<boolean> {
  const result = await sql.execute(
    text`select try_signup(${bytes(mailbox)}, ${bytes(code)}, ${moment(now)}, ${attempts_max}::integer) as is_right`,
  );
  return attempted.parse(result).rows[0].is_right ?? false;
}

export async function takeSignup(sql: Sql, mailbox: Uint8Array, code: Uint8Array): Promise<string | null> {
  const result = await sql.execute(text`select take_signup(${bytes(mailbox)}, ${bytes(code)}) as name`);
  const { name } = taken.parse(result).rows[0];
  return name === null ? null : fromStoredText(name);
}
