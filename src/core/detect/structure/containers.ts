/** Containers and pods that are given their host: whole disks, the control socket, its processes (threat Q01; ATT&CK T1611). */
import { isObject } from '../../json-schema/document.ts';
import { wordsOf } from '../../roles/tokens.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

const OF_CONTAINERS = new Set(
  'container containers docker podman pod pods k8s kubernetes kubectl compose image deployment manifest'.split(' '),
);
const MOUNT =
  /^(?:-v=?|--volume=|--mount=)?(?:\/|\/etc|\/root|\/proc|\/var\/run\/docker\.sock|\/run\/docker\.sock|\/run\/containerd\/containerd\.sock):\/|(?:source|src)=\/,/;
const MANIFEST_MAX = 20_000;
/** `hostPath: {path: /}` and what makes use of it. */
const HOST_PATH =
  /hostPath"?\s{0,4}:\s{0,4}\{?\s{0,40}"?path"?\s{0,4}:\s{0,4}["']?\/(?:etc|root|proc|var\/run\/docker\.sock)?["']?\s{0,4}(?:[,}\n]|$)/;
const LOOSE = /"?(?:privileged|hostPID|hostIPC)"?\s{0,4}:\s{0,4}true/;
type Found = { at: Step; text: string };
const VALUES_MAX = 200;
const DEPTH_MAX = 5;

export function inspectContainers(tool: string, args: JsonObject, at: Step, report: Report): void {
  if (!wordsOf(tool).some((word) => OF_CONTAINERS.has(word))) return;
  let seen = 0;
  const found = { mounts: null as Found | null, isLoose: false };
  const visit = (value: unknown, where: Step, depth: number): void => {
    if (++seen > VALUES_MAX) return;
    if (value === true && /^(?:privileged|host_?pid|host_?ipc)$/i.test(String(where.key))) found.isLoose = true;
    if (typeof value === 'string') {
      if (value.length < MANIFEST_MAX && (value === '--privileged' || LOOSE.test(value))) found.isLoose = true;
      if ((value.length < 256 && MOUNT.test(value)) || (value.length < MANIFEST_MAX && HOST_PATH.test(value)))
        found.mounts ??= { at: where, text: value };
    } else if (depth > 0 && Array.isArray(value)) value.slice(0, VALUES_MAX).forEach((one, i) => visit(one, below(where, i), depth - 1));
    else if (depth > 0 && isObject(value)) {
      if (typeof value.path === 'string' && where.key === 'hostPath' && /^\/(?:etc|root|proc)?\/?$/.test(value.path))
        found.mounts ??= { at: where, text: value.path };
      for (const key of Object.keys(value).slice(0, VALUES_MAX)) visit(value[key], below(where, key), depth - 1);
    }
  };
  visit(args, below(at, 'arguments'), DEPTH_MAX);
  const { mounts, isLoose } = found;
  if (mounts) report({ rule: RULES.containerHost, ...mounts, ...(isLoose && { score: LOOSE_SCORE }) });
}
const LOOSE_SCORE = 0.9;
