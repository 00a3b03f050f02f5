import { Problem } from '../../contract/problem.ts';
import type { Step } from '../exchange.ts';

/** Ten times the largest declaration (20,000 characters of text and a few hundred rows). */
const LIMIT_BYTES = 1_048_576;

/** Refuses what is too large before anything is looked up for it: to measure a body costs nothing. */
export function limitBody(): Step {
  return {
    before: ({ event: { event, route } }) => {
      const size = Buffer.byteLength(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
      if (size > (route?.files?.mostBytes ?? LIMIT_BYTES)) throw new Problem('too-large');
    },
  };
}
