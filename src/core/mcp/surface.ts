/** The surface of a message: every place where text can stand (docs: `detection.md`, "Surface"). */

import { pointerOf, type Step } from '../pointer.ts';

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
  /** Media type where the protocol gives one (embedded resources, contents). */
  mimeType?: string;
};

/** Something that was not looked into, and why. */
export type Unjudged = { path: string; reason: 'binary' | 'over_budget' | 'unknown_encoding' | 'too_deep' | 'not_a_message' };
