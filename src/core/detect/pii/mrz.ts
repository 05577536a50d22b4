/** Machine-readable zones of passports, visas and identity cards (ICAO 9303): lines of fixed length with check digits. */
import { icao } from './checks.ts';

export type Zone = { start: number; end: number; sample: boolean };

const LINE_MAX = 90;
const isZoneUnit = (code: number): boolean => code === 60 || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);

const agrees = (line: string, from: number, to: number): boolean => icao(line.slice(from, to)) === Number(line[to]);

/** Second line of a passport or visa (TD3, TD2), and both lines of figures on a card (TD1). */
function holds(line: string): boolean {
  if (line.length === 44 || line.length === 36)
    return /^[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}/.test(line) && agrees(line, 0, 9) && agrees(line, 13, 19) && agrees(line, 21, 27);
  if (line.length !== 30) return false;
  if (/^[IAC][A-Z<][A-Z<]{3}[A-Z0-9<]{9}\d/.test(line)) return agrees(line, 5, 14);
  return /^\d{7}[MFX<]\d{7}[A-Z<]{3}/.test(line) && agrees(line, 0, 6) && agrees(line, 8, 14);
}

/** Lines that hold the number and the date of birth; the specimens of ICAO's own Utopia are marked. Linear. */
export function findZones(text: string): Zone[] {
  const found: Zone[] = [];
  let next = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', next)) {
    let start = at;
    while (start > next && at - start < LINE_MAX && isZoneUnit(text.charCodeAt(start - 1))) start--;
    let end = at;
    while (end < text.length && isZoneUnit(text.charCodeAt(end))) end++;
    next = end;
    // A line end that JSON within JSON has escaped leaves its letter, in lower case, before the line.
    const line = text.slice(start, Math.min(end, start + LINE_MAX));
    if (holds(line)) found.push({ start, end, sample: line.includes('UTO') });
  }
  return found;
}
