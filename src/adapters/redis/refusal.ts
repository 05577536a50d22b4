/** What Redis has against a new connection, such as its password or its database. */
import { ReplyError, type Redis } from 'ioredis';

/** Of a server that will think better of it by itself. */
const PASSING = /^(?:BUSY|LOADING|MASTERDOWN|CLUSTERDOWN)\b|max number of clients/;
/** Some servers repeat what they were sent, the password included. */
const QUOTED = /,? with args beginning with.*/s;

/**
 * Answers the last refusal, as long as it stands. ioredis would take a connection whose SELECT has failed for a good one, in database
 * 0: it is hung up before anything is counted there.
 */
export function watchRefusals(redis: Redis): () => Error | null {
  let refusal: Error | null = null;
  redis.on('ready', () => (refusal = null));
  redis.on('error', (error: unknown) => {
    // While connecting there are no callers: what fails is the handshake.
    if (redis.status === 'connect') redis.disconnect(true);
    if (!(error instanceof Error)) return;
    if (error instanceof ReplyError && !PASSING.test(error.message))
      refusal = new Error(`Redis refuses the connection: ${error.message.replace(QUOTED, '')}`);
    else if ('syscall' in error) refusal = null;
  });
  return () => refusal;
}
