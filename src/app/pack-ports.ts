/** The catalogue of packs, and what a tenant has of it. */
import type { Params, Strength } from '#core/packs/manifest.ts';
import type { Pack, Refused } from '#core/packs/pack.ts';

/** A pack that lies here; one that is refused says why. */
export type PackEntry = { name: string } & (Pack | Refused);
export type Packs = {
  /** As they were when this was first asked, in order of name. */
  list(): Promise<readonly PackEntry[]>;
  /** Read, verified and tested again; null: there is none. */
  open(name: string): Promise<PackEntry | null>;
};

/** What a tenant has installed of a pack, last. */
export type PackInstall = {
  name: string;
  version: string;
  /** SHA-256 of what its publisher signed, in hex. */
  digest: string;
  strength: Strength;
  params: Params;
  installed_at: Date;
};
