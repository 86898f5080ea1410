// The internal number that a new line gets when nobody says another one.

/** What the first line of an office gets: short, and not what emergency numbers begin with. */
const FIRST = '201';

/** What rings the rescue services somewhere: nobody's number, however free it is. */
const EMERGENCY = ['110', '112', '911'];

/** The lowest number that is free among those that look like the office's own: as long as most of them, from the lowest on. */
export function nextFree(taken: string[]): string {
  const digits = taken.filter((number) => /^[1-9][0-9]{0,14}$/.test(number));
  const lengths = new Map<number, number>();
  for (const { length } of digits) lengths.set(length, (lengths.get(length) ?? 0) + 1);
  const usual = [...lengths].sort(([long, many], [long2, many2]) => many2 - many || long - long2)[0]?.[0];
  if (usual === undefined) return FIRST;
  const used = new Set([...digits, ...EMERGENCY]);
  let next = Math.min(...digits.filter(({ length }) => length === usual).map(Number));
  while (used.has(String(next))) next += 1;
  return String(next);
}
