import type { AttachmentView } from '../../contract/views.ts';
import { inTime } from '../in-time.ts';
import { answerOf } from './answer-of.ts';
import { isPending } from './standing-text.ts';

/** A scan takes seconds; one that takes longer is asked after less and less often. */
const PAUSES_MS = [1_000, 1_000, 2_000, 3_000, 5_000, 8_000, 13_000, 20_000, 30_000] as const;

const isView = (value: unknown): value is AttachmentView =>
  typeof value === 'object' && value !== null && 'id' in value && 'status' in value && 'name' in value;

async function ask(address: string): Promise<AttachmentView | undefined> {
  try {
    const headers = { accept: 'application/json' };
    const response = await fetch(address, { headers, redirect: 'manual', signal: inTime() });
    const answer = response.ok ? await answerOf(response) : undefined;
    const view: unknown =
      typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'attachment') : undefined;
    return isView(view) ? view : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Asks how an attachment stands until that is settled.
 * @param goesOn whether anybody still wants to know
 */
export async function watch(address: string, goesOn: () => boolean): Promise<AttachmentView | undefined> {
  for (let asked = 0; ; asked += 1) {
    await new Promise((settle) => setTimeout(settle, PAUSES_MS[Math.min(asked, PAUSES_MS.length - 1)]));
    if (!goesOn()) return undefined;
    const view = await ask(address);
    if (view && !isPending(view)) return view;
  }
}
