/** What the tenant had told of a tool when it was called: which of his groups it was in, and what its arguments were typed by. */
import * as z from 'zod';
import type { CedarRequest } from '../policy/cedar/environment.ts';
import { mcp } from '../policy/cedar/names.ts';
import type { AskedTool } from '../policy/question.ts';
import type { JsonObject } from '../submission.ts';

const tool = z.object({ groups: z.record(z.string(), z.boolean()).exactOptional(), input: z.string().exactOptional() }).nullable();
const facts = z.object({ tools: z.array(tool) });

/** In the order of the messages; null where nothing had been told, or nobody wrote it down. */
export function recordedTools({ facts: kept }: JsonObject): readonly (AskedTool | null)[] {
  const read = facts.safeParse(kept);
  return read.success ? read.data.tools : [];
}

/** In the groups that it was in; groups that there were not are asked as they are today. */
export function withRecordedGroups(request: CedarRequest, recorded: AskedTool | null | undefined): CedarRequest {
  const resource = request.entities[request.resource.key];
  const groups = Object.entries(recorded?.groups ?? {});
  if (!resource || !groups.length) return request;
  const told = new Set(groups.map(([name]) => mcp('ToolGroup', name).key));
  const parents = [
    ...resource.parents.filter(({ key }) => !told.has(key)),
    ...groups.flatMap(([name, is_in]) => (is_in ? [mcp('ToolGroup', name)] : [])),
  ];
  return { ...request, entities: { ...request.entities, [resource.uid.key]: { ...resource, parents } } };
}

/** Typed by what there was then, they are not what the policies of today would be asked about. */
export const isTypedOtherwise = (recorded: AskedTool | null | undefined, now: AskedTool | undefined): boolean =>
  recorded?.input !== undefined && now?.input !== undefined && recorded.input !== now.input;
