// The time zones of the world, as they are found by a few letters.

/** The zones that the browser knows: "Europe/Berlin". */
export function zones(): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes('UTC') ? known : [...known, 'UTC'];
}

/** Those of which the name holds all the words that were typed, however they are written: "new york", "berl". */
export function zonesLike(typed: string, all: string[]): string[] {
  const words = plain(typed).split(' ').filter(Boolean);
  const found = all.filter((zone) => words.every((word) => plain(zone).includes(word)));
  // A place that begins so is meant more often than one that has it in the middle.
  const first = words[0] ?? '';
  const begins = (zone: string) => plain(zone.split('/').at(-1) ?? '').startsWith(first);
  return [...found.filter(begins), ...found.filter((zone) => !begins(zone))];
}

/** "UTC+1" at this moment; empty of a zone that the browser does not know. */
export function offset(zone: string, now = new Date()): string {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(now);
    return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC');
  } catch {
    return '';
  }
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[/_\s-]+/g, ' ')
    .trim();
}
