/** What the structure of a message shows: each method with the checks that concern it. */
import { isObject } from '../json-schema/document.ts';
import type { JsonObject } from '../submission.ts';
import type { Step } from '../pointer.ts';
import { below, type MessageDetector, type Report, type Scene } from './message-detector.ts';
import { inspectAppMeta } from './structure/app-meta.ts';
import { inspectCall } from './structure/calls.ts';
import { inspectElicitation } from './structure/elicitation.ts';
import { inspectIdentities } from './structure/identities.ts';
import { sends } from './structure/outgoing.ts';
import { inspectOwnToken } from './structure/own-token.ts';
import { hasControls } from './structure/names.ts';
import { inspectCaching, inspectResult } from './structure/results.ts';
import { inspectKeys } from './structure/posing-keys.ts';
import { inspectRoots } from './structure/roots.ts';
import { RULES } from './structure/rules.ts';
import { inspectSampling } from './structure/sampling.ts';
import { inspectTools } from './structure/tools.ts';
import { inspectTraceContext, inspectTraceHeaders } from './structure/trace-context.ts';

const CONTENTS_MAX = 1_000;
const QUESTIONS_MAX = 100;

export const structure: MessageDetector = {
  name: 'structure',
  rules: Object.values(RULES),
  inspect(scene, report) {
    const { message, submission } = scene;
    const { params, result } = message;
    if (message.direction === 'request') {
      const at = below(message.base, 'params');
      if (params) inspectRequest(message.method, params, at, scene, report);
      inspectKeys(params?._meta, below(at, '_meta'), report);
      inspectTraceContext(params?._meta, below(at, '_meta'), report);
      // Headers and leaves are those of the whole submission, also of a batch.
      if (message.base.key === 'request' || message.base.key === 0) {
        inspectTraceHeaders(submission.headers, report);
        inspectOwnToken(submission.context.token, scene.leaves, report);
      }
    } else if (result) inspectAnswer(result, below(message.base, 'result'), scene, report);
    else inspectError(message.message.error, below(message.base, 'error'), scene, report);
  },
};

function inspectRequest(method: string | null, params: JsonObject, at: Step, scene: Scene, report: Report): void {
  if (method === 'tools/call') {
    const { tool } = scene.message;
    if (tool === null) return;
    if (scene.found.some(({ rule }) => rule.category === 'pii_leak') && sends(tool)) inspectIdentities(scene, report);
    inspectCall(tool, scene.submission.tool?.description, params.arguments, at, report);
  } else if (method !== null) inspectQuestion(method, params, at, scene, report);
}

/** What servers ask of clients, in a request of its own or inside a result. */
function inspectQuestion(method: string, params: JsonObject, at: Step, { submission }: Scene, report: Report): void {
  if (method === 'elicitation/create') inspectElicitation(params, submission.server?.url, at, report);
  if (method !== 'sampling/createMessage') return;
  inspectSampling(params, at, report);
  if (Array.isArray(params.tools)) inspectTools(params.tools, true, below(at, 'tools'), report);
}

function inspectAnswer(result: JsonObject, at: Step, scene: Scene, report: Report): void {
  if (Array.isArray(result.tools)) inspectTools(result.tools, result.nextCursor === undefined, below(at, 'tools'), report);
  if (isObject(result.serverInfo)) inspectName(result.serverInfo.name, below(at, 'serverInfo', 'name'), report);
  if (Array.isArray(result.prompts)) inspectPrompts(result.prompts, below(at, 'prompts'), report);
  inspectKeys(result._meta, below(at, '_meta'), report);
  inspectRoots(result, at, report);
  inspectResult(result, at, report);
  inspectCaching(scene, result, at, report);
  for (const list of ['contents', 'resources'] as const) inspectPages(result[list], below(at, list), report);
  const { inputRequests } = result;
  if (!isObject(inputRequests)) return;
  for (const [name, one] of Object.entries(inputRequests).slice(0, QUESTIONS_MAX)) {
    if (!isObject(one) || typeof one.method !== 'string' || !isObject(one.params)) continue;
    inspectQuestion(one.method, one.params, below(at, 'inputRequests', name, 'params'), scene, report);
  }
}

function inspectName(name: unknown, at: Step, report: Report): void {
  if (typeof name === 'string' && hasControls(name)) report({ rule: RULES.nameControls, at, text: name });
}

function inspectPrompts(prompts: readonly unknown[], at: Step, report: Report): void {
  for (let i = 0; i < prompts.length && i < CONTENTS_MAX; i++) {
    const prompt = prompts[i];
    if (isObject(prompt)) inspectName(prompt.name, below(at, i, 'name'), report);
  }
}

/** Resources that are user interfaces bring their own policy. */
function inspectPages(list: unknown, at: Step, report: Report): void {
  if (!Array.isArray(list)) return;
  for (let i = 0; i < list.length && i < CONTENTS_MAX; i++) {
    const one: unknown = list[i];
    if (isObject(one) && one._meta !== undefined) inspectAppMeta(one._meta, below(at, i, '_meta'), report);
  }
}

/** "URL elicitation required" (-32042, 2025-11-25) lists what the user is to open. */
function inspectError(error: unknown, at: Step, { submission }: Scene, report: Report): void {
  const data = isObject(error) ? error.data : null;
  const asked = isObject(data) ? data.elicitations : null;
  if (!Array.isArray(asked)) return;
  asked.slice(0, QUESTIONS_MAX).forEach((one, i) => {
    if (isObject(one)) inspectElicitation(one, submission.server?.url, below(at, 'data', 'elicitations', i), report);
  });
}
