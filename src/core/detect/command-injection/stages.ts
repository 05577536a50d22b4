/** Commands that run what another command downloads or decodes. */
import type { Command } from './commands.ts';
import { fetchesInstaller } from './installers.ts';
import { hasOption, readsFrom, sourceTest } from './pipelines.ts';
import { DOWNLOADERS, INTERPRETERS, SHELLS } from './words.ts';

const DOWNLOADS = sourceTest(2, (c) => DOWNLOADERS.has(c.name));
const DOWNLOADS_FOREIGN = sourceTest(6, (c) => DOWNLOADERS.has(c.name) && !fetchesInstaller(c));
const RUNS_DOWNLOAD = 0.82;
/** Still worth telling: whoever reads it can forbid it by policy. */
const RUNS_INSTALLER = 0.6;

/** How surely the command runs what it downloads; `all` are the commands around it. */
export function downloadAndRun(command: Command, all: readonly Command[]): number {
  const { name, words, outer } = command;
  const runsInput =
    INTERPRETERS.has(name) &&
    !words.some(({ text }) => /^(?:-c|-m|-e|-r|-pe|-ne|-n|-p)$/.test(text)) &&
    (SHELLS.has(name) || words.length === 0 || words[0]?.text === '-');
  if (runsInput && readsFrom(command, DOWNLOADS)) return readsFrom(command, DOWNLOADS_FOREIGN) ? RUNS_DOWNLOAD : RUNS_INSTALLER;
  if (DOWNLOADERS.has(name) && outer) {
    if (
      SHELLS.has(outer.name) ||
      ['eval', 'source', '.', 'exec', 'iex', 'python', 'python3', 'perl', 'ruby', 'node', 'php'].includes(outer.name)
    ) {
      const runs = command.before === '<(' || !outer.words.some(({ text }) => text === '-x' || text === '-n');
      if (
        runs &&
        (outer.name === 'eval' ||
          outer.name === 'source' ||
          outer.name === '.' ||
          command.before === '<(' ||
          outer.words.some(({ text }) => /^-[a-z]*[cer]$/.test(text)))
      )
        return fetchesInstaller(command) ? RUNS_INSTALLER : RUNS_DOWNLOAD;
    }
  }
  const target = words.some(({ text }) => /^https?:\/\//i.test(text) || /https?:\/\//i.test(text));
  if (name === 'certutil' && words.some(({ text }) => /^[-/]urlcache$/i.test(text)) && target) return 0.9;
  if (name === 'mshta' && (target || words.some(({ text }) => /^(?:javascript|vbscript):/i.test(text)))) return 0.9;
  if (name === 'regsvr32' && words.some(({ text }) => /^[/-]i:https?:/i.test(text))) return 0.93;
  if (name === 'bitsadmin' && target) return 0.85;
  if (name === 'rundll32' && words.some(({ text }) => /javascript:/i.test(text))) return 0.93;
  if (name === 'powershell' || name === 'pwsh' || name === 'cmd') {
    const script = words.map(({ text }) => text.toLowerCase()).join(' ');
    if (
      /downloadstring|downloadfile|invoke-webrequest|\biwr\b|\birm\b/.test(script) &&
      /\biex\b|invoke-expression|start-process/.test(script)
    )
      return 0.93;
  }
  if (
    /^(?:iex|invoke-expression)$/.test(name) &&
    all.some((c) => /^(?:iwr|irm|invoke-webrequest|invoke-restmethod|new-object)$/.test(c.name))
  )
    return 0.9;
  return 0;
}

function decodes(c: Command): boolean {
  return (
    (/^base(?:64|32|58)$/.test(c.name) && hasOption(c, 'd', '--decode')) ||
    (/^base64$/.test(c.name) && hasOption(c, 'D')) ||
    (c.name === 'xxd' && hasOption(c, 'r')) ||
    (c.name === 'openssl' && c.words.some(({ text }) => text === '-d') && /^(?:enc|base64)$/.test(c.words[0]?.text ?? '')) ||
    c.name === 'uudecode'
  );
}

const DECODES = sourceTest(3, decodes);
const TURNS = sourceTest(4, (c) => c.name === 'rev' || c.name === 'tr');

/** `python -m json.tool`, `jq`-like one-liners with `-c` or `-e`: the program is in the words, what comes in is its data. */
const readsAsData = ({ name, words }: Command): boolean =>
  !SHELLS.has(name) &&
  words.some(
    ({ text }, i) =>
      /^-(?:m|c|e|n|p|pe|ne|r)$/.test(text) &&
      words[i + 1] !== undefined &&
      !/\b(?:exec|eval|system|os\.|subprocess)/.test(words[i + 1]!.text),
  );

/** How surely the command runs what it decodes. */
export function runsHidden(command: Command): number {
  const { name, words } = command;
  if (
    (SHELLS.has(name) || INTERPRETERS.has(name)) &&
    (words.length === 0 || words[0]?.text.startsWith('-') === true) &&
    !readsAsData(command) &&
    readsFrom(command, DECODES)
  )
    return 0.93;
  if (
    (SHELLS.has(name) || name === 'eval' || name === '.' || name === 'source') &&
    command.inner.some((c) => decodes(c) || readsFrom(c, DECODES))
  )
    return 0.93;
  if (SHELLS.has(name) && words.length === 0 && readsFrom(command, TURNS)) return 0.85;
  if (name === 'powershell' || name === 'pwsh') {
    const at = words.findIndex(({ text }) => /^[-/]e(?:nc|ncodedcommand|c)?$/i.test(text));
    if (at >= 0 && /^[A-Za-z0-9+/=]{16,}$/.test(words[at + 1]?.text ?? '')) return 0.9;
  }
  if (/^(?:python[23]?|perl|ruby|php|node)$/.test(name)) {
    const runs = words.some(
      ({ text }) =>
        /\b(?:exec|eval)\b/.test(text) && /b64decode|base64_decode|decode_base64|atob\(|unpack\(['"]m|frombase64|Buffer\.from/i.test(text),
    );
    if (runs) return 0.93;
  }
  return 0;
}
