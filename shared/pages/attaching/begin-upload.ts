import type { AttachmentView } from '../../contract/views.ts';
import { inTime } from '../in-time.ts';
import { answerOf, problemIn } from './answer-of.ts';

/** Where the bytes go, and what goes with them. */
export interface Address {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What became of asking for an address: `refused` for good and in the server's words, `later` for now. */
export type Begun =
  | { readonly kind: 'begun'; readonly attachment: AttachmentView; readonly upload: Address | undefined }
  | { readonly kind: 'refused'; readonly message: string | undefined }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'later'; readonly afterMs?: number };

const isAddress = (value: unknown): value is Address =>
  typeof value === 'object' &&
  value !== null &&
  'url' in value &&
  typeof value.url === 'string' &&
  'fields' in value &&
  typeof value.fields === 'object' &&
  value.fields !== null;

const isBegun = (value: unknown): value is { attachment: AttachmentView; upload?: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  'attachment' in value &&
  typeof value.attachment === 'object' &&
  value.attachment !== null &&
  'id' in value.attachment &&
  'status' in value.attachment;

/** Says what comes, and gets the address for it. Never throws. */
export async function beginUpload(
  base: string,
  file: { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string },
): Promise<Begun> {
  try {
    const response = await fetch(base, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(file),
      redirect: 'manual',
      signal: inTime(),
    });
    if (response.status === 401) return { kind: 'signed-out' };
    if (response.status === 429 || response.status >= 500) {
      const after = Number(response.headers.get('retry-after'));
      return { kind: 'later', ...(after > 0 ? { afterMs: after * 1_000 } : {}) };
    }
    const answer = await answerOf(response);
    if (!response.ok || !isBegun(answer)) return { kind: 'refused', message: problemIn(answer) };
    const { attachment, upload } = answer;
    return { kind: 'begun', attachment, upload: isAddress(upload) ? upload : undefined };
  } catch {
    return { kind: 'later' };
  }
}
