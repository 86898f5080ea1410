// A picture as the box takes it: square, small, in at most 32 KiB.

/** Pixels of a side; twice what is shown, for screens with fine dots. */
export const SIDE = 256;
/** What the box takes. */
export const BYTES_MAX = 32 * 1024;
/** What is chosen from; other pictures a browser cannot be counted on to read. */
export const TYPES = ['image/png', 'image/jpeg', 'image/webp'];
/** Larger files are no pictures of a person, and would keep a telephone busy for long. */
export const FILE_MAX = 25 * 1024 * 1024;

/** The largest square in the middle of a picture: where it begins, and its side. */
export function middle(width: number, height: number): { x: number; y: number; side: number } {
  const side = Math.min(width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, side };
}

/** Cuts the middle out of a picture and makes it small enough. Undefined: it cannot be read, or not be made small. */
export async function squared(file: Blob): Promise<Blob | undefined> {
  const image = await createImageBitmap(file).catch(() => undefined);
  if (!image) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const { x, y, side } = middle(image.width, image.height);
  const context = canvas.getContext('2d');
  if (!context || side === 0) return undefined;
  // What is see-through becomes white, as JPEG has no other way.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(image, x, y, side, side, 0, 0, SIDE, SIDE);
  image.close();
  for (const quality of [0.9, 0.75, 0.6, 0.4, 0.2]) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob && blob.size <= BYTES_MAX) return blob;
  }
  return undefined;
}
