/** The surface of a message: every place where text can stand (docs: `detection.md`, "Surface"). */
import { pointerOf, type Step } from '../pointer.ts';
import type { Submission } from '../submission.ts';
import type { Reading } from './message.ts';
import { HEADER, placeOfMessage } from './places.ts';
import { Walk } from './walk.ts';

export { pointerOf, type Step };

/** Who wrote the text: the caller of the tool, the server's own metadata, third parties whose content passes through, or the protocol. */
export type Origin = 'caller' | 'server' | 'content' | 'protocol';

/** Where in the protocol the leaf stands; detectors judge an order in a weather result unlike one in a prompt. */
export type Slot =
  | 'argument' // params.arguments.**, inputResponses content
  | 'uri' // resource URIs and templates, roots
  | 'result' // result.content[].text, embedded resources, contents[].text
  | 'structured' // structuredContent.**
  | 'prompt' // prompts/get messages, prompt names, descriptions and arguments
  | 'sampling' // sampling messages and system prompt
  | 'elicitation' // elicitation message, schema and URL
  | 'tool' // tool name, title, description, annotations
  | 'schema' // every text inside inputSchema/outputSchema
  | 'instructions' // server instructions
  | 'resource' // resource names, titles, descriptions
  | 'error' // error.message, error.data
  | 'notification' // log data, progress and status messages, cancel reasons
  | 'meta' // _meta.**
  | 'icon' // icons[].src
  | 'html' // ui:// resources and text/html contents
  | 'completion' // completion arguments and values
  | 'header' // HTTP headers of the MCP call
  | 'protocol'; // identifiers, cursors, versions, names of methods

export type LeafKind = 'value' | 'name' | 'number';

/** One text leaf. `keys` leads from the root of the call to us (`request`, `params`, …) to it; a `name` leaf is the last key itself. */
export type Leaf = {
  text: string;
  kind: LeafKind;
  origin: Origin;
  slot: Slot;
  /** Linked path, nearest key first; see `pointerOf`. */
  at: Step;
  /** Base64 is all that may stand here; what replaces it must be Base64 too. */
  isBase64?: true;
  /** Media type where the protocol gives one (embedded resources, contents). */
  mimeType?: string;
  /** Of a `ui://` resource: clients with MCP Apps draw it. */
  isApp?: true;
};

export const UNJUDGED_REASONS = [
  'binary', // media: bytes that are not text
  'over_budget', // beyond a limit on leaves, decoded text, matches or findings
  'too_deep', // below the depth that is accepted
  'credential', // a header that carries the caller's own credentials
  'fast_mode', // `mode: fast`, and the message was refused before its content was read
] as const;
/** Something that was not looked into, and why. */
export type Unjudged = { path: string; reason: (typeof UNJUDGED_REASONS)[number] };

/** Adjacent text parts of one list as a model reads them, in one: payloads get split. */
export type JoinedLeaf = {
  parts: Leaf[];
  text: string;
  /** The part in which an offset into `text` stands, and the offset in it; `text.length` is the end of the last part. */
  locate(offset: number): { part: Leaf; offset: number };
};

export type Surface = { leaves: Leaf[]; joined: JoinedLeaf[]; unjudged: Unjudged[] };

export type SurfaceInput = { submission: Submission; reading: Reading };

/** Headers whose whole purpose is to carry a secret: named, never read. */
const CREDENTIAL_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-api-key']);

/**
 * Every text of what is judged: the request with the headers of its call, or the response alone. Each string, each property name that is
 * not the protocol's own, and each number of twelve digits or more is a leaf, in document order; what is not (bytes, over budget, too
 * deep, credentials) is in `unjudged`. Only empty strings and words that the specification prescribes in their own place are left out.
 * Text of a supplied tool definition is the caller's knowledge, not surface. Linear; bounds in `walk.ts`. Never throws.
 */
export function surfaceOf({ submission, reading }: SurfaceInput): Surface {
  const walk = new Walk();
  const body = submission[reading.judged];
  const root: Step = { key: reading.judged, up: null };
  if (!Array.isArray(body)) walk.message(body, root, placeOf(reading, 0));
  else for (let i = 0; i < body.length; i++) walk.message(body[i], { key: i, up: root }, placeOf(reading, i));
  if (reading.judged === 'request' && submission.headers) walkHeaders(walk, submission.headers);
  return { leaves: walk.leaves, joined: walk.joined, unjudged: walk.unjudged };
}

function placeOf(reading: Reading, index: number): ReturnType<typeof placeOfMessage> {
  const read = reading.messages[index];
  return placeOfMessage(read?.direction ?? reading.judged, read?.method ?? null);
}

function walkHeaders(walk: Walk, headers: ReadonlyMap<string, string>): void {
  const root: Step = { key: 'headers', up: null };
  for (const [name, value] of headers) {
    const at: Step = { key: name, up: root };
    if (CREDENTIAL_HEADERS.has(name)) walk.skip(at, 'credential');
    else if (value !== '') walk.leaf(value, 'value', at, HEADER);
  }
}
