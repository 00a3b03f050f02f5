/** What names bytes: their SHA-256 in lowercase hex, and the id of the attachment that they are (`attachmentIdOf`). */
export interface Digest {
  readonly sha256: string;
  readonly id: string;
}

/** Whether the browser counts hashes: only where a page came by https, or from this machine. */
export const canDigest = (): boolean => globalThis.crypto?.subtle !== undefined;

/** Reads a file whole, so one at a time. @throws where it can no longer be read */
export async function digestOf(file: Blob): Promise<Digest> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const sha256 = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const base64 = btoa(String.fromCharCode(...bytes));
  return { sha256, id: base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, 22) };
}
