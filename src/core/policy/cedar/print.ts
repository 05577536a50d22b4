/** Statements as Cedar text, for people. At write time only. */
import type { Statement } from '../statement.ts';
import { askCedar, type Cedar } from './cedar-wasm.ts';

/** Of each statement its policy, in their order, each under its id; null when Cedar cannot say it. */
export async function cedarText(statements: readonly Pick<Statement, 'id' | 'cedar'>[]): Promise<string | null> {
  const answers = await askCedar((asked) => statements.map(({ cedar }) => asked.policyToText(cedar as unknown as Cedar.Policy)));
  if (!answers) return null;
  const texts: string[] = [];
  for (const [i, answer] of answers.entries()) {
    if (answer.type !== 'success') return null;
    texts.push(`// ${statements[i]!.id}\n${answer.text}`);
  }
  return texts.join('\n\n');
}
