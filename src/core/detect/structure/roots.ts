/** Roots that show a server more than a project (threat S04). Whole disks of Unix and system directories are the path detector's. */
import { isObject } from '../../json-schema/document.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

const ROOTS_MAX = 1_000;
/** Drives of Windows, and home directories of anyone but services. */
const BROAD: readonly RegExp[] = [
  /^(?:[a-z](?::|%3a)|mnt\/[a-z]|volumes|~)\/?$/i,
  /^(?:home|users|export\/home|var\/home|[a-z](?::|%3a)\/users|mnt\/[a-z]\/users|volumes)\/[^/]+\/?$/i,
];
const LENGTH_MAX = 256;

const isBroad = (uri: string): boolean => {
  const path = uri.length > LENGTH_MAX ? '' : uri.replace(/^file:\/{2,3}(?:localhost\/)?/i, '');
  return path !== uri && BROAD.some((place) => place.test(path));
};

export function inspectRoots({ roots }: JsonObject, at: Step, report: Report): void {
  if (!Array.isArray(roots)) return;
  for (let i = 0; i < roots.length && i < ROOTS_MAX; i++) {
    const root: unknown = roots[i];
    if (isObject(root) && typeof root.uri === 'string' && isBroad(root.uri))
      report({ rule: RULES.broadRoot, at: below(at, 'roots', i, 'uri'), text: root.uri });
  }
}
