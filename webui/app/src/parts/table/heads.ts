// How wide a column must be for its head: the words stand in two lines at most, and none is cut off.

/** Pixels at the sides of a head; the arrow of a sorting stands in them. */
const BESIDE = 24;
/** A word may be parted here; there it is followed by a hyphen. */
const SOFT_HYPHEN = '\u00AD';

/** What a title needs, as `wide` measures texts. */
export function headWidth(title: string, wide: (text: string) => number): number {
  const pieces = title.split(new RegExp(`(?<=[ ${SOFT_HYPHEN}-])`));
  const line = (from: number, to?: number) => {
    const text = pieces.slice(from, to).join('').trim();
    const ending = text.endsWith(SOFT_HYPHEN) ? '-' : '';
    return wide(text.replaceAll(SOFT_HYPHEN, '') + ending);
  };
  const breaks = pieces.map((_, at) => (at === 0 ? line(0) : Math.max(line(0, at), line(at))));
  return Math.ceil(Math.min(...breaks)) + BESIDE;
}

const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** How wide a head's text is, in the letters of this browser. */
export function textWidth(text: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return 0;
  const { fontSize, fontFamily } = getComputedStyle(document.documentElement);
  context.font = `600 ${0.875 * parseFloat(fontSize)}px ${fontFamily}`;
  const key = `${context.font} ${text}`;
  const width = known.get(key) ?? context.measureText(text).width;
  known.set(key, width);
  return width;
}
