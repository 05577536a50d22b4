/** Long messages that are no attack: what a megabyte of ordinary work looks like. */
import { mixture, type Envelope, type Supply } from './messages.ts';

const CALL = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'search', arguments: { query: 'quarterly report' } } };
const answered = (result: object): Envelope => ({ request: CALL, response: { jsonrpc: '2.0', id: 1, result } });
/** What a part takes in JSON beside its text. */
const PART_CHARS = 30;

/** All texts in a message, a line for each. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textsOf).join('');
}

/** Texts of ordinary messages, one after the other. */
function partsOf(supply: Supply, chars: number): string[] {
  const next = mixture({ ...supply, attacks: supply.ordinary }, 5);
  const parts: string[] = [];
  for (let size = 0; size < chars;) {
    const text = textsOf(next()).slice(0, chars - size);
    parts.push(text);
    size += text.length + PART_CHARS;
  }
  return parts;
}

/** A tool result of about `chars` characters: each of those texts a part of its content. */
export const partsResult = (supply: Supply, chars: number): Envelope =>
  answered({ content: partsOf(supply, chars).map((text) => ({ type: 'text', text })) });

const PROSE = 'The quarterly report says that orders grew by 12 percent, and that the team hired three people.\n';
const record = (id: number): object => ({
  id,
  name: `Widget ${id}`,
  price: 12.5 + id,
  tags: ['new', 'blue'],
  created_at: '2026-05-01T12:00:00Z',
  url: `https://shop.example/item/${id}`,
});
const records = (chars: number): object[] => Array.from({ length: chars / 120 }, (_, id) => record(id));

export type Kind = { name: string; envelope(supply: Supply, chars: number): Envelope };

export const KINDS: readonly Kind[] = [
  { name: 'result: ordinary texts, a part for each', envelope: partsResult },
  {
    name: 'result: ordinary texts, as rows',
    envelope: (supply, chars) => answered({ content: [], structuredContent: { rows: partsOf(supply, chars) } }),
  },
  {
    name: 'result: ordinary texts, in one',
    envelope: (supply, chars) => answered({ content: [{ type: 'text', text: partsOf(supply, chars).join('') }] }),
  },
  {
    name: 'argument: ordinary texts, in one',
    envelope: (supply, chars) => ({
      request: { ...CALL, params: { name: 'save_note', arguments: { text: partsOf(supply, chars).join('') } } },
    }),
  },
  { name: 'result: prose', envelope: (_, chars) => answered({ content: [{ type: 'text', text: PROSE.repeat(chars / PROSE.length) }] }) },
  {
    name: 'result: records, as text',
    envelope: (_, chars) => answered({ content: [{ type: 'text', text: JSON.stringify(records(chars)) }] }),
  },
  {
    name: 'result: records, structured',
    envelope: (_, chars) => answered({ content: [], structuredContent: { rows: records(chars) } }),
  },
];
