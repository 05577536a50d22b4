/** The packs that the configuration names, with those who may publish them. */
import { openPacks } from '#adapters/packs.ts';
import type { Packs } from '#app/pack-ports.ts';
import type { Telemetry } from '#app/telemetry.ts';
import type { World } from '#app/world.ts';
import type { Config } from '#config';
import { PUBLISHERS } from '#core/packs/publishers.ts';
import { ofPacks } from './cannot-start.ts';

export function openPacksOf({ PACKS_DIR: folder, PACK_PUBLISHERS: more }: Config, telemetry: Telemetry): Packs {
  const onRefused = (pack: string, reason: string): void => telemetry.error('a policy pack is refused', { pack, reason });
  try {
    return openPacks({ folder, publishers: [...PUBLISHERS, ...more], onRefused });
  } catch (error) {
    throw ofPacks(error, folder);
  }
}

/** A pack that is broken is to show at the start, and not when somebody wants it. */
export function tellOfPacks({ packs, telemetry }: Pick<World, 'packs' | 'telemetry'>): void {
  packs.list().catch((error: unknown) => telemetry.error('the packs cannot be read', {}, error));
}
