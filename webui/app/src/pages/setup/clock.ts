// Two clocks beside each other.

/** How many seconds the box's clock is ahead of ours. */
export function apartS(box: string, ours: number): number {
  return Math.round((Date.parse(box) - ours) / 1000);
}

/** A moment to the second, in the browser's own zone, with its day: a clock may be years off. */
export function time(moment: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'medium' }).format(moment);
}
