/** W3C Trace Context, 3.2: the header `traceparent`. */
import type { TraceParent } from '#app/telemetry.ts';

/** Of a later version only what this one knows is read; ids of zeros alone are none. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 1;

/** Null where there is none or it is malformed: then the trace begins here. */
export function parseTraceParent(text: string | null | undefined): TraceParent | null {
  const [, version, trace_id, span_id, flags, more] = TRACEPARENT.exec(text ?? '') ?? [];
  if (trace_id === undefined || span_id === undefined || flags === undefined) return null;
  if (version === '00' && more !== undefined) return null;
  return { trace_id, span_id, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}
