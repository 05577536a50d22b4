/** Whether every name that `narrow` matches is matched by `wide`; `*` stands for any run of characters. Linear in `narrow` for each part. */
export function covers(wide: string, narrow: string): boolean {
  const [first = '', ...rest] = wide.split('*');
  if (!narrow.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return narrow === wide;
  let at = first.length;
  for (const part of rest) {
    const found = narrow.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return narrow.length - last.length >= at && narrow.endsWith(last);
}
