/** The official SDK's own schemas as judges of a message: `@modelcontextprotocol/core` (both eras) and `@modelcontextprotocol/sdk` (to 2025-11-25). */
import * as core from '@modelcontextprotocol/core';
import * as sdk from '@modelcontextprotocol/sdk/types.js';

type Schema = { safeParse(value: unknown): { success: boolean } };
export type Oracle = { name: string; envelope: Schema; requests: Map<string, Schema>; results: Map<string, Schema[]> };

const named = (schemas: readonly (Schema & { shape: { method: { value: string } } })[]): Map<string, Schema> =>
  new Map(schemas.map((schema) => [schema.shape.method.value, schema]));

export const CORE: Oracle = {
  name: 'core',
  envelope: core.JSONRPCMessageSchema,
  requests: named([
    ...core.ClientRequestSchema.options,
    ...core.ServerRequestSchema.options,
    ...core.ClientNotificationSchema.options,
    ...core.ServerNotificationSchema.options,
  ]),
  results: new Map<string, Schema[]>([
    ['initialize', [core.InitializeResultSchema]],
    ['server/discover', [core.DiscoverResultSchema]],
    ['ping', [core.EmptyResultSchema]],
    ['tools/list', [core.ListToolsResultSchema]],
    ['tools/call', [core.CallToolResultSchema]],
    ['prompts/list', [core.ListPromptsResultSchema]],
    ['prompts/get', [core.GetPromptResultSchema]],
    ['resources/list', [core.ListResourcesResultSchema]],
    ['resources/templates/list', [core.ListResourceTemplatesResultSchema]],
    ['resources/read', [core.ReadResourceResultSchema]],
    ['subscriptions/listen', [core.SubscriptionsListenResultSchema]],
    ['completion/complete', [core.CompleteResultSchema]],
    ['sampling/createMessage', [core.CreateMessageResultSchema, core.CreateMessageResultWithToolsSchema]],
    ['roots/list', [core.ListRootsResultSchema]],
    ['elicitation/create', [core.ElicitResultSchema]],
  ]),
};

export const SDK: Oracle = {
  name: 'sdk',
  envelope: sdk.JSONRPCMessageSchema,
  requests: named([
    ...sdk.ClientRequestSchema.options,
    ...sdk.ServerRequestSchema.options,
    ...sdk.ClientNotificationSchema.options,
    ...sdk.ServerNotificationSchema.options,
  ]),
  results: new Map<string, Schema[]>([
    ['initialize', [sdk.InitializeResultSchema]],
    ['tools/list', [sdk.ListToolsResultSchema]],
    ['tools/call', [sdk.CallToolResultSchema, sdk.CreateTaskResultSchema]],
    ['prompts/list', [sdk.ListPromptsResultSchema]],
    ['prompts/get', [sdk.GetPromptResultSchema]],
    ['resources/list', [sdk.ListResourcesResultSchema]],
    ['resources/templates/list', [sdk.ListResourceTemplatesResultSchema]],
    ['resources/read', [sdk.ReadResourceResultSchema]],
    ['completion/complete', [sdk.CompleteResultSchema]],
    ['sampling/createMessage', [sdk.CreateMessageResultSchema, sdk.CreateMessageResultWithToolsSchema]],
    ['roots/list', [sdk.ListRootsResultSchema]],
    ['elicitation/create', [sdk.ElicitResultSchema]],
    ['tasks/get', [sdk.GetTaskResultSchema]],
    ['tasks/list', [sdk.ListTasksResultSchema]],
    ['tasks/cancel', [sdk.CancelTaskResultSchema]],
  ]),
};

/** What the oracle says of a request or notification; null when it does not know the method. */
export function acceptsRequest(oracle: Oracle, method: string, message: unknown): boolean | null {
  const schema = oracle.requests.get(method);
  if (!schema) return null;
  return oracle.envelope.safeParse(message).success && schema.safeParse(message).success;
}

/** What the oracle says of a response to `method`; null when it has no schema for that. */
export function acceptsResult(oracle: Oracle, method: string, message: { result?: unknown }): boolean | null {
  const schemas = oracle.results.get(method);
  if (!schemas) return null;
  return oracle.envelope.safeParse(message).success && schemas.some((schema) => schema.safeParse(message.result).success);
}
