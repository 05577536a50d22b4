/** What of the world is measured when somebody looks. */
import type { Gauges } from './telemetry.ts';
import type { World } from './world.ts';

export function gaugesOf(world: World): Omit<Gauges, 'connections'> {
  return {
    queues: {
      audit: () => world.recorder.depth.entries,
      judging: () => world.judging.waiting(),
      key_lookups: () => world.key_lookups.waiting(),
      store: () => world.database.waiting(),
    },
    audit_queue_bytes: () => world.recorder.depth.bytes,
    journal_bytes: () => world.journal?.bytes ?? 0,
    store_lost: () => Number(world.outage.stands(world.machine.now())),
    limiter_lost: () => Number(world.lost.limiter),
    geo_age_seconds: () => world.geo.age_ms(world.machine.now()) / 1_000,
    changes_age_seconds: () => world.changes.age(world.machine.now()) / 1_000,
  };
}
