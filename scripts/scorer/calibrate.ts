/** Platt's method: from log-odds to how many of such texts are hostile, fitted on scores of examples that the model had not seen. */

export type Calibration = { slope: number; offset: number };
export type Scored = { logit: number; hostile: boolean };

const ROUNDS = 100;

/** Newton's method on two numbers, with Platt's smoothed targets. */
export function platt(scored: readonly Scored[]): Calibration {
  const hostile = scored.filter((one) => one.hostile).length;
  const high = (hostile + 1) / (hostile + 2);
  const low = 1 / (scored.length - hostile + 2);
  let slope = 1;
  let offset = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let gs = 0;
    let go = 0;
    let hss = 1e-9;
    let hoo = 1e-9;
    let hso = 0;
    for (const { logit, hostile: is } of scored) {
      const p = 1 / (1 + Math.exp(-(slope * logit + offset)));
      const error = p - (is ? high : low);
      const weight = p * (1 - p);
      gs += error * logit;
      go += error;
      hss += weight * logit * logit;
      hoo += weight;
      hso += weight * logit;
    }
    const determinant = hss * hoo - hso * hso;
    const ds = (hoo * gs - hso * go) / determinant;
    const dOffset = (hss * go - hso * gs) / determinant;
    slope -= ds;
    offset -= dOffset;
    if (Math.abs(ds) + Math.abs(dOffset) < 1e-9) break;
  }
  return { slope, offset };
}

export const probability = ({ slope, offset }: Calibration, logit: number): number => 1 / (1 + Math.exp(-(slope * logit + offset)));
