// A row of extensions, as a file for the import: "Extension 100", "Extension 101"...

/** At once; more come from a file with names. */
export const MOST = 200;

/** What is wrong with a row of numbers, if anything is. */
export function wrongRange(first: string, count: number): 'first' | 'count' | undefined {
  if (!/^[1-9][0-9]{1,9}$/.test(first)) return 'first';
  if (!Number.isInteger(count) || count < 1 || count > MOST) return 'count';
  // All of a length: telephones dial 1000 while somebody types 100.
  return String(Number(first) + count - 1).length > first.length ? 'count' : undefined;
}

/** The file: a name and a number a row. */
export function numbered(first: string, count: number, called: (number: string) => string): string {
  const rows = Array.from({ length: count }, (_, index) => String(Number(first) + index));
  return (
    ['First name,Internal number', ...rows.map((number) => `"${called(number).replaceAll('"', '""')}",${number}`)].join(
      '\r\n',
    ) + '\r\n'
  );
}
