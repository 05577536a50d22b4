/** Names of parameters and arguments for what only the model's side knows (threat Q06; "parameter abuse": a model fills in whatever a name asks for). */
import { wordsOf } from '../../roles/tokens.ts';

const list = (lines: string): readonly (readonly string[])[] => lines.split('|').map((line) => line.split(' '));

/** No tool has a use for these. */
const INNER = list(
  'system prompt|system instructions|developer message|developer prompt|hidden prompt|chain of thought|internal reasoning|hidden reasoning|private reasoning|reasoning trace|thought process|inner monologue|tool call history|session secrets',
);
/** Tools that hand over to people, or set up other programs, have. */
const TALK = list(
  'system message|initial prompt|tools list|tool list|available tools|tool history|tool definitions|other tools|agent config|mcp config|mcp servers|conversation history|chat history|message history|messages history|previous messages|prior messages|full conversation|entire conversation|conversation log|chat log|chat transcript|conversation transcript|conversation context|user prompt history|session transcript',
);
/** What poisoned tools call the place where they want to be told things. */
const ASIDE = list('sidenote|side note|side notes|sidenotes|scratchpad|hidden context|extra context|internal notes for tool');

export type Probe = 'inner' | 'talk' | 'aside';

/** Names remembered; then all are forgotten. */
const NAMES_MAX = 2_000;
const remembered = new Map<string, Probe | null>();

export function probeOf(name: string): Probe | null {
  if (name.length < 7 || name.length > 64) return null;
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= NAMES_MAX) remembered.clear();
  const probe = readProbe(name);
  remembered.set(name, probe);
  return probe;
}

function readProbe(name: string): Probe | null {
  const words = wordsOf(name);
  if (has(words, INNER)) return 'inner';
  if (has(words, TALK)) return 'talk';
  return has(words, ASIDE) ? 'aside' : null;
}

const has = (words: readonly string[], lines: readonly (readonly string[])[]): boolean =>
  lines.some((line) => {
    for (let i = 0; i + line.length <= words.length; i++) if (line.every((word, k) => words[i + k] === word)) return true;
    return false;
  });

const words = (line: string): ReadonlySet<string> => new Set(line.split(' '));
const MODEL_WORDS = words(
  'llm llms model models gpt claude gemini openai anthropic mistral llama prompt prompts agent agents subagent assistant assistants completion completions chatbot bot bots ai sampling inference reasoning thinking thought thoughts mcp',
);
const TALK_WORDS = words(
  'chat conversation conversations message messages thread threads transcript transcripts support escalate handoff human summarize summarise summary memory',
);
const OPENING_MAX = 160;

/** The tool is about models, or (for talk) about conversations, by its name and the opening of its description: there such parameters have a use. */
export function hasUseFor(probe: Probe, name: string, description: unknown): boolean {
  const own = [...wordsOf(name), ...wordsOf(typeof description === 'string' ? description : '', OPENING_MAX)];
  return own.some((word) => MODEL_WORDS.has(word) || (probe === 'talk' && TALK_WORDS.has(word)));
}
