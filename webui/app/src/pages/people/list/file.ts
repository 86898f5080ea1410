// Files that are saved where somebody wants them.

/** A name that every system takes for a file: without what paths are made of, and with its ending. */
export function fileName(typed: string, ending: string): string {
  const bare = typed
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 120);
  if (!bare) return '';
  return bare.toLowerCase().endsWith(ending) ? bare : bare + ending;
}

/** "people-2026-11-23.csv" */
export function datedName(what: string, zone: string, ending: string): string {
  // Swedes write dates as ISO 8601 does.
  const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: zone }).format(new Date());
  return `${what.toLocaleLowerCase().replace(/\s+/g, '-')}-${day}${ending}`;
}

type Saver = { createWritable: () => Promise<{ write: (data: Blob) => Promise<void>; close: () => Promise<void> }> };
type Picking = (options: { suggestedName: string }) => Promise<Saver>;

/** How the browser lets one choose the place, if it does. */
function picking(): Picking | undefined {
  return (window as { showSaveFilePicker?: Picking }).showSaveFilePicker;
}

export function canChoosePlace(): boolean {
  return picking() !== undefined;
}

/** Asks for the place; what is handed back writes there. Undefined: nobody chose one. */
export async function choosePlace(name: string): Promise<((file: Blob) => Promise<void>) | undefined> {
  try {
    const place = await picking()?.call(window, { suggestedName: name });
    if (!place) return undefined;
    return async (file) => {
      const out = await place.createWritable();
      await out.write(file);
      await out.close();
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
