/** Names are read up to this many units, descriptions up to `TEXT_MAX`. */
export const NAME_MAX = 200;
export const TEXT_MAX = 4_000;

/**
 * Lower-case words of a name in camelCase, PascalCase, snake_case, kebab-case or dotted form, or of a sentence.
 * `HTTPServerURL` → `http server url`, `old_str` → `old str`, `imgSrc2` → `img src 2`. ASCII words only; linear.
 */
export function wordsOf(text: string, max: number = NAME_MAX): string[] {
  const words: string[] = [];
  const end = Math.min(text.length, max);
  let from = -1;
  let before: Kind = Kind.other;
  for (let i = 0; i <= end; i++) {
    const kind = i < end ? kindOf(text.charCodeAt(i)) : Kind.other;
    if (from >= 0 && isBoundary(before, kind, i + 1 < end ? kindOf(text.charCodeAt(i + 1)) : Kind.other)) {
      words.push(text.slice(from, i).toLowerCase());
      from = -1;
    }
    if (from < 0 && kind !== Kind.other) from = i;
    before = kind;
  }
  return words;
}

const Kind = { other: 0, lower: 1, upper: 2, digit: 3 } as const;
type Kind = (typeof Kind)[keyof typeof Kind];

function kindOf(unit: number): Kind {
  if (unit >= 97 && unit <= 122) return Kind.lower;
  if (unit >= 65 && unit <= 90) return Kind.upper;
  return unit >= 48 && unit <= 57 ? Kind.digit : Kind.other;
}

/** Between `before` and `kind`; `next` tells the `S` of `HTTPServer` from that of `URLS`. */
function isBoundary(before: Kind, kind: Kind, next: Kind): boolean {
  if (kind === before) return kind === Kind.upper && next === Kind.lower;
  return !(before === Kind.upper && kind === Kind.lower);
}
