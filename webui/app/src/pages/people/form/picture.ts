// A picture as the box takes it: square, small, in at most 32 KiB; and the part that is cut out of a larger one.

/** Pixels of a side; twice what is shown, for screens with fine dots. */
export const SIDE = 256;
/** What the box takes. */
export const BYTES_MAX = 32 * 1024;
/** What is chosen from; other pictures a browser cannot be counted on to read. */
export const TYPES = ['image/png', 'image/jpeg', 'image/webp'];
/** Larger files are no pictures of a person, and would keep a telephone busy for long. */
export const FILE_MAX = 25 * 1024 * 1024;
/** How much larger than it must be a part can be shown. */
export const ENLARGED_MOST = 5;
/** Pixels that are worked with: of a larger picture nobody sees more. */
const WORKED_MAX = 2048;

/** How large a picture is. */
export type Size = { width: number; height: number };
/** The part of a picture that is shown: where it begins, and its side. */
export type Part = { x: number; y: number; side: number };

/** What is cut out before anybody says more: as much as fits. Where a picture is high, faces are rather at its top. */
export function firstPart({ width, height }: Size): Part {
  const side = Math.min(width, height);
  return { x: (width - side) / 2, y: (height - side) / 4, side };
}

/** The part after the picture was moved under it, by shares of its side; it never leaves the picture. */
export function moved({ x, y, side }: Part, right: number, down: number, size: Size): Part {
  return inside({ x: x - right * side, y: y - down * side, side }, size);
}

/** How much it is enlarged: 1 is as much of the picture as fits. */
export function enlargement({ side }: Part, { width, height }: Size): number {
  return Math.min(width, height) / side;
}

/** The part enlarged so much, about its middle. */
export function enlarged({ x, y, side }: Part, wanted: number, size: Size): Part {
  const full = Math.min(size.width, size.height);
  const next = full / Math.min(Math.max(wanted, 1), ENLARGED_MOST);
  const grown = (side - next) / 2;
  return inside({ x: x + grown, y: y + grown, side: next }, size);
}

function inside({ x, y, side }: Part, { width, height }: Size): Part {
  const within = (at: number, most: number) => Math.max(0, Math.min(at, most - side));
  return { x: within(x, width), y: within(y, height), side };
}

/** Reads a picture. Undefined: it cannot be read. */
export async function read(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    const image = await createImageBitmap(file);
    const most = Math.max(image.width, image.height);
    if (most <= WORKED_MAX) return image;
    const resizeWidth = Math.max(1, Math.round((image.width * WORKED_MAX) / most));
    const resizeHeight = Math.max(1, Math.round((image.height * WORKED_MAX) / most));
    const smaller = await createImageBitmap(image, { resizeWidth, resizeHeight, resizeQuality: 'high' });
    image.close();
    return smaller;
  } catch {
    return undefined;
  }
}

/** Draws a part of a picture over the whole of a square. */
export function draw(canvas: HTMLCanvasElement, image: ImageBitmap, { x, y, side }: Part): void {
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext('2d');
  if (!context) return;
  // What is see-through becomes white, as JPEG has no other way.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, x, y, side, side, 0, 0, SIDE, SIDE);
}

/** The part as the box takes it, small enough. Undefined: it cannot be made so. */
export async function cut(image: ImageBitmap, part: Part): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  draw(canvas, image, part);
  for (const quality of [0.9, 0.75, 0.6, 0.4, 0.2]) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob && blob.size <= BYTES_MAX) return blob;
  }
  return undefined;
}
