// A file as text, to stand among other things in a request.

/** Its bytes in base64 (RFC 4648 §4). */
export async function base64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
