/** Characters that interpreters, best-fit conversions and readers take for ASCII (Unicode UAX 15 and UTS 39; bestfit1252). */

/** Blocks with compatibility mappings; ideographs and Hangul syllables have none that matter. */
const COMPATIBILITY_BLOCKS: readonly (readonly [number, number])[] = [
  [0x00a0, 0x024f],
  [0x02b0, 0x02ff],
  [0x0370, 0x03ff],
  [0x1d2c, 0x1dbf],
  [0x2000, 0x33ff],
  [0xf900, 0xffef],
  [0x1d400, 0x1d7ff],
  [0x1ee00, 0x1eeff],
  [0x1f100, 0x1f1ff],
  [0x1fbf0, 0x1fbf9],
];

/** ASCII punctuation and what passes for it beyond NFKC. */
const PUNCTUATION: Readonly<Record<string, string>> = {
  "'": '\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u02c8\u05f3\u00b4\u02ca\u02cb\ua78c\u07f4\u07f5',
  '"': '\u201c\u201d\u201e\u201f\u2033\u02ba\u02dd\u05f4\u3003\u301d\u301e\u301f',
  '`': '\u1fef\u02f4',
  '/': '\u2044\u2215\u29f8\u2571\u27cb\u2f03\u31d3',
  '\\': '\u2216\u29f5\u29f9\u27cd\u2572\u20e5\u31d4',
  '.': '\u3002\uff61\u0701\u0702\ua4f8\u2e31',
  ':': '\u2236\u02d0\u02f8\ua789\u0589\u0703\u0704\u16ec\u205a',
  ';': '\u204f\ua4fc',
  ',': '\u3001\uff64\ua4f9',
  '-': '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\u2043\u2796',
  '<': '\u2039\u02c2\u276e\u2329\u27e8\u3008\u1438',
  '>': '\u203a\u02c3\u276f\u232a\u27e9\u3009\u1433',
  '*': '\u2217\u204e\u066d\u2731\u22c6',
  '%': '\u066a\u2052',
  '|': '\u2223\u01c0\u2758\u23d0\u2502\u05c0',
  '!': '\u01c3\u2d51',
  '&': '\ua778',
  '=': '\u2550\u30a0\ua78a\u1400',
  '(': '\u2768\u276a\u3014\ufd3e',
  ')': '\u2769\u276b\u3015\ufd3f',
  '[': '\u2772\u27e6',
  ']': '\u2773\u27e7',
  '{': '\u2774',
  '}': '\u2775',
  '#': '\u2317',
  '^': '\u02c6\u02c4\u2303',
  '~': '\u02dc\u223c\u2053',
  $: '\ufe69',
  '\n': '\u2028\u2029\u0085',
};

/** Letters of other scripts that are drawn like ASCII letters in common fonts. */
const LETTERS: Readonly<Record<string, string>> = {
  a: '\u0430\u03b1\u0251',
  b: '\u042c\u044c',
  c: '\u0441\u03f2\u1d04',
  d: '\u0501\u0257',
  e: '\u0435\u0454\u04bd',
  g: '\u0581\u0261',
  h: '\u04bb\u0570',
  i: '\u0456\u0131\u03b9',
  j: '\u0458\u03f3',
  k: '\u043a\u03ba',
  l: '\u04cf',
  m: '\u043c',
  n: '\u0578\u057c',
  o: '\u043e\u03bf\u0585\u0d20\u1d0f',
  p: '\u0440\u03c1',
  q: '\u051b\u0566',
  r: '\u0433\u1d26',
  s: '\u0455\ua731',
  t: '\u0442\u03c4',
  u: '\u057d\u03c5\u1d1c',
  v: '\u0475\u03bd\u1d20',
  w: '\u051d\u0461\u1d21',
  x: '\u0445\u03c7',
  y: '\u0443\u04af\u03b3',
  z: '\u1d22',
  A: '\u0410\u0391\u13aa',
  B: '\u0412\u0392\u13f4',
  C: '\u0421\u03f9\u13df',
  D: '\u13a0',
  E: '\u0415\u0395\u13ac',
  F: '\u03dc',
  G: '\u050c\u13c0',
  H: '\u041d\u0397\u13bb',
  I: '\u0406\u0399\u04c0',
  J: '\u0408\u13ab',
  K: '\u041a\u039a\u13e6',
  L: '\u13de',
  M: '\u041c\u039c\u13b7',
  N: '\u039d',
  O: '\u041e\u039f\u0555',
  P: '\u0420\u03a1\u13e2',
  R: '\u13a1',
  S: '\u0405\u054f\u13da',
  T: '\u0422\u03a4\u13a2',
  U: '\u054d',
  V: '\u0474\u13d9',
  W: '\u051c\u13b3',
  X: '\u0425\u03a7',
  Y: '\u04ae\u03a5',
  Z: '\u0396\u13c3',
};

/** Code point → what stands for it in every context. */
export const COMPATIBLE: ReadonlyMap<number, string> = compatible();

/** Code point → ASCII letter; only inside a word that mixes scripts, for a Russian word is no Latin word in disguise. */
export const CONFUSABLE_LETTERS: ReadonlyMap<number, string> = invert(LETTERS);

function compatible(): Map<number, string> {
  const mapped = new Map<number, string>();
  for (const [first, last] of COMPATIBILITY_BLOCKS) {
    for (let point = first; point <= last; point++) {
      const char = String.fromCodePoint(point);
      const normal = char.normalize('NFKC');
      if (normal !== char) mapped.set(point, normal);
    }
  }
  for (const [point, ascii] of invert(PUNCTUATION)) mapped.set(point, ascii);
  return mapped;
}

function invert(table: Readonly<Record<string, string>>): Map<number, string> {
  const inverted = new Map<number, string>();
  for (const [ascii, chars] of Object.entries(table)) for (const char of chars) inverted.set(char.codePointAt(0)!, ascii);
  return inverted;
}
