/** Commands that read credential files, or send them away. */
import type { Command } from './commands.ts';
import { readsFrom, sourceTest } from './pipelines.ts';
import { READERS, SENDERS, isCredentialFile } from './words.ts';

export function readsCredentials(command: Command): boolean {
  const reads = READERS.has(command.name);
  return (
    (reads && command.words.some(({ text }) => isCredentialFile(text))) ||
    command.redirects.some(({ mark, target }) => mark === '<' && target !== null && isCredentialFile(target.text))
  );
}

const CREDENTIALS = sourceTest(0, readsCredentials);
const ENVIRONMENT = sourceTest(1, (c) => c.words.length === 0 && /^(?:env|printenv|set)$/.test(c.name));

/** How surely the command sends a credential file, or all of the environment, to another host. */
export function sendsCredentials(command: Command): number {
  const { name, words } = command;
  if (!SENDERS.has(name)) return 0;
  if (readsFrom(command, CREDENTIALS)) return 0.96;
  if (command.redirects.some(({ mark, target }) => mark === '<' && target !== null && isCredentialFile(target.text))) return 0.96;
  if (command.inner.some((c) => readsCredentials(c) || readsFrom(c, CREDENTIALS))) return 0.96;
  const named = words.some(({ text }) => isCredentialFile(text));
  const uploads =
    named &&
    words.some(({ text }, i) => {
      const value = /^(?:-d|--data(?:-\w+)?|-F|--form|-T|--upload-file|--post-file|--body-file)$/.test(words[i - 1]?.text ?? '')
        ? text
        : /^(?:-d|-F|-T|--[\w-]+=)/.test(text)
          ? text
          : '';
      return (
        value !== '' &&
        isCredentialFile(value) &&
        (value.includes('@') ||
          value.includes('<') ||
          /^(?:-T|--upload-file|--post-file|--body-file)/.test(text) ||
          /^(?:-T|--upload-file|--post-file)$/.test(words[i - 1]?.text ?? ''))
      );
    });
  if (uploads) return 0.96;
  if (named && /^(?:scp|rsync|sftp)$/.test(name)) {
    const secret = words.findIndex(({ text }, i) => isCredentialFile(text) && words[i - 1]?.text !== '-i' && !/^[^/]*:/.test(text));
    if (secret >= 0 && words.slice(secret + 1).some(({ text }) => /^[^/]+:/.test(text))) return 0.9;
  }
  return /^(?:curl|nc|ncat|netcat|wget)$/.test(name) && readsFrom(command, ENVIRONMENT) ? 0.9 : 0;
}
