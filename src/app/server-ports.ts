/** Registered MCP servers, as the store keeps them. */
import type { Finding } from '#core/finding.ts';
import type { InputTypes } from '#core/policy/cedar/input.ts';
import type { JsonObject } from '#core/submission.ts';
import type { Page, PageRequest } from './ports.ts';

/** `digest`: SHA-256 over the definitions, in hex; the ETag. `bytes`: of definitions and of what is made of them, as JSON in UTF-8. */
export type ServerHead = {
  id: string;
  name: string;
  tool_count: number;
  bytes: number;
  digest: string;
  created_at: Date;
  updated_at: Date;
};
export type ServerMade = {
  /** Of the tools, in order. */
  names: string[];
  types: InputTypes;
  /** Tools whose arguments could not be typed, and why. */
  untyped: { tool: string; detail: string }[];
  /** Of the definitions, when they were registered; pointers into them, such as `/tools/0/description`. */
  findings: Finding[];
};
/** As in `result.tools` of an answer to `tools/list`. */
export type ServerRow = ServerHead & { tools: readonly JsonObject[]; made: ServerMade };
export type ServerTypes = Pick<ServerHead, 'name' | 'digest'> & Pick<ServerMade, 'names' | 'types'>;

export type ServerReads = {
  get(name: string): Promise<ServerRow | null>;
  list(page: PageRequest): Promise<Page<ServerHead>>;
  /** Every one, in order of name. */
  heads(): Promise<ServerHead[]>;
  /** Of those names that there are, in order of name. */
  types(names: readonly string[]): Promise<ServerTypes[]>;
};
export type ServerWrites = {
  insert(row: ServerRow): Promise<void>;
  /** False when the one of that name no longer has the digest `expected`. */
  replace(row: ServerRow, expected: string): Promise<boolean>;
  remove(name: string, expected: string): Promise<boolean>;
};
