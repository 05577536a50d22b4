/** Where facts come from: what policies count and remember is in Redis, else in this process; places are in files. */
import { GeoError, openGeo } from '#adapters/geo.ts';
import { openMemoryCounters } from '#adapters/memory/counters.ts';
import { openMemoryHistory } from '#adapters/memory/history.ts';
import { connect } from '#adapters/redis/connection.ts';
import { redisCounters } from '#adapters/redis/counters.ts';
import { redisHistory } from '#adapters/redis/history.ts';
import type { Geo } from '#app/fact-ports.ts';
import type { Limiter } from '#app/ports.ts';
import type { Telemetry } from '#app/telemetry.ts';
import type { World } from '#app/world.ts';
import type { Config } from '#config';
import { CannotStart, ofRedis } from './cannot-start.ts';

/** In memory what is tried has books of its own, a fifth of the others. */
const TRIED_CELLS_MAX = 100_000;
const TRIED_EVENTS_MAX = 20_000;

/** Over a connection of their own: nobody waits for the answers of the limiter. */
export async function openFacts(
  { REDIS_URL: url, WORKERS }: Config,
  telemetry: Telemetry,
  { processes }: Limiter,
): Promise<Pick<World, 'counters' | 'counters_fallback' | 'history' | 'tried'>> {
  const onFull = (): void => telemetry.warn('there is no room for more counters of policies: what they limit is refused', {});
  const counters_fallback = openMemoryCounters({ onFull });
  if (url === undefined) {
    const shares = { processes: WORKERS };
    const tried = {
      counters: openMemoryCounters({ ...shares, cells_max: TRIED_CELLS_MAX }),
      history: openMemoryHistory({ events_max: TRIED_EVENTS_MAX }),
    };
    return { counters: openMemoryCounters({ onFull, ...shares }), counters_fallback, history: openMemoryHistory(), tried };
  }
  try {
    const connection = await connect({ url });
    const [counters, history] = [redisCounters(connection, { processes }), redisHistory(connection)];
    // Under keys of their own.
    return { counters, counters_fallback, history, tried: { counters, history } };
  } catch (error) {
    throw ofRedis(error, url);
  }
}

/** Without a file everything is nowhere. */
export async function openGeoOf({ GEO_COUNTRY_MMDB, GEO_ASN_MMDB }: Config, telemetry: Telemetry): Promise<Geo> {
  try {
    return await openGeo({
      country: GEO_COUNTRY_MMDB ?? null,
      asn: GEO_ASN_MMDB ?? null,
      onTrouble: (setting, why) => telemetry.warn(`${setting} ${why}`, {}),
    });
  } catch (error) {
    throw error instanceof GeoError ? new CannotStart(error.message, { cause: error }) : error;
  }
}
