import { megabytes, USUAL_BODY_BYTES } from '../../contract/body-size.ts';
import { Problem } from '../../contract/problem.ts';
import type { Step } from '../exchange.ts';

/** Refuses what is too large before anything is looked up for it: to measure a body costs nothing. */
export function limitBody(): Step {
  return {
    before: ({ event: { event, route } }) => {
      const size = Buffer.byteLength(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
      const most = route?.mostBytes ?? USUAL_BODY_BYTES;
      if (size <= most) return;
      const detail = {
        zh: `此处最多接收 ${megabytes(most)}。`,
        en: `At most ${megabytes(most)} are taken here.`,
      };
      throw new Problem('too-large', { detail });
    },
  };
}
