// A file of this computer: read once, so that what was checked is what is imported, and looked at again before that.
import type { Schema } from '../../../api/client';
import { spoken, t } from '../../../words/words.svelte';

/** Longest file that the box takes, and most people in it; told before anything is sent. */
export const BYTES_MAX = 10 * 1024 * 1024;
export const ROWS_MAX = 5_000;

export type Opened = {
  name: string;
  bytes: ArrayBuffer;
  /** Whether it is to be imported as it was read, whatever has become of it. */
  isKept: boolean;
  /** Whether the file on the disk is another by now, or gone. */
  isChanged: () => Promise<boolean>;
  /** What to say if nobody is in it. */
  ifNobody: (preview: Schema<'Preview'>) => string | undefined;
};

/** Reads a file, or says why it is not to be sent to the box. */
export async function openFile(file: File): Promise<Opened | { text: string }> {
  const { name } = file;
  const words = t().importing;
  if (file.size > BYTES_MAX) return { text: words.tooLarge(name, size(file.size), size(BYTES_MAX)) };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    // Changed since it was chosen, gone, a folder, or not ours to read: the browser does not tell which.
    return { text: words.cannotOpen(name) };
  }
  if (bytes.byteLength === 0) return { text: words.isEmpty(name) };
  const opened: Opened = {
    name,
    bytes,
    isKept: false,
    isChanged: async () => !opened.isKept && !(await isStill(file, bytes)),
    ifNobody({ rows, example_row, matching_problem }) {
      if (rows === 0 && !matching_problem) return words.nobody(name);
      return rows === 1 && example_row != null ? words.onlyExample(name) : undefined;
    },
  };
  return opened;
}

/** Whether the file still has these bytes. */
async function isStill(file: File, bytes: ArrayBuffer): Promise<boolean> {
  try {
    const now = new Uint8Array(await file.arrayBuffer());
    const before = new Uint8Array(bytes);
    return now.length === before.length && now.every((byte, index) => byte === before[index]);
  } catch {
    return false;
  }
}

/** "1.5 MB". */
export function size(bytes: number): string {
  const unit = bytes < 1024 * 1024 ? (['kilobyte', 1024] as const) : (['megabyte', 1024 * 1024] as const);
  const format = { style: 'unit', unit: unit[0], maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(spoken(), format).format(bytes / unit[1]);
}
