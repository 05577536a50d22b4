/** Submissions as the protocol layer is given them. */
import type { Submission } from '#core/submission.ts';

export type Given = Partial<Pick<Submission, 'request' | 'response' | 'tool' | 'faults'>> & {
  headers?: Record<string, string>;
  protocol_version?: string;
};

export function submit({ headers, protocol_version, faults = [], ...given }: Given): Submission {
  return {
    ...given,
    ...(headers && { headers: new Map(Object.entries(headers)) }),
    context: protocol_version === undefined ? {} : { protocol_version },
    options: {},
    faults,
  };
}
