const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The text of UTF-8 bytes, exactly; null where they are none. */
export function utf8Of(bytes: Uint8Array): string | null {
  const text = decoder.decode(bytes);
  // What cannot be read is read as this character, which may also stand there in truth.
  if (!text.includes('\uFFFD')) return text;
  const again = encoder.encode(text);
  return again.length === bytes.length && again.every((byte, at) => byte === bytes[at]) ? text : null;
}
