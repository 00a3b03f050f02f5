import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';

const problem = z.object({ title: z.string(), code: z.string(), detail: z.string().optional() });

/** A page is asked for so often: with the pauses between, about a minute. */
const MOST_TRIES = 8;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** What may be gone at the next try. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** A page was refused, and asking again would not help. */
class Refused extends Error {
  override readonly name = 'Refused';
}

/** A page was refused for now. */
class Passing extends Error {
  override readonly name = 'Passing';
  /** How long the product asks to wait; NaN where it does not say. */
  readonly afterMs: number;
  constructor(said: string, retryAfter: string | null) {
    super(said);
    this.afterMs = retryAfter === null ? Number.NaN : Number(retryAfter) * 1000;
  }
}

async function wordsOf(answer: Response): Promise<string> {
  const said = problem.safeParse(await answer.json().catch(() => undefined));
  if (!said.success) return `${answer.status} ${answer.statusText}`;
  const { code, title, detail } = said.data;
  return `${answer.status} ${code}: ${title}${detail === undefined ? '' : `. ${detail}`}`;
}

/** What is thrown in place of an answer that is none of what was asked for. */
export async function refusalOf(answer: Response): Promise<Error> {
  const said = await wordsOf(answer);
  return isPassing(answer.status) ? new Passing(said, answer.headers.get('retry-after')) : new Refused(said);
}

/** One try. @throws Refused; any other error may pass */
async function read(address: URL, token: string): Promise<{ text: string; link: string | null }> {
  // A redirect could lead the token elsewhere.
  const headers = { authorization: `Bearer ${token}`, 'accept-language': 'en' };
  const answer = await fetch(address, { headers, redirect: 'manual' });
  // Decoded by hand: `text()` would take the byte-order mark away.
  if (answer.status === 200)
    return {
      text: Buffer.from(await answer.arrayBuffer()).toString('utf8'),
      link: answer.headers.get('link'),
    };
  throw await refusalOf(answer);
}

/** Asks again what may be asked twice, while what stands in the way may pass. @throws what the last try threw */
export async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Refused || tried === MOST_TRIES) throw error;
      const asked = error instanceof Passing ? error.afterMs : Number.NaN;
      const backoff = Number.isNaN(asked) ? FIRST_PAUSE_MS * 2 ** tried : asked;
      await pause(Math.min(backoff, LONGEST_PAUSE_MS));
    }
  }
}

const nextIn = (link: string | null): string | undefined =>
  /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];

/**
 * The pages of an answer, one after the other by `Link: rel="next"`. What fails in passing (429, 5xx, no connection) is
 * asked for again from the same page. @throws Error with the problem's words
 */
export async function* followPages(first: URL, token: string): AsyncGenerator<string> {
  let address: URL | undefined = first;
  while (address) {
    const page: URL = address;
    const { text, link } = await patiently(() => read(page, token));
    yield text;
    const next = nextIn(link);
    address = next === undefined ? undefined : new URL(next, address);
    if (address && address.origin !== first.origin)
      throw new Error(`The next page is elsewhere: ${address.origin}`);
  }
}
