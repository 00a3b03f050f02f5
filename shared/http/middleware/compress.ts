import { gzipSync } from 'node:zlib';
import type { Step } from '../exchange.ts';
import { acceptsGzip } from '../negotiation.ts';

/** Below this, the base64 that a compressed body must travel in eats what the compression gains. */
const WORTH_IT_BYTES = 1_024;
/** Most of the gain for a fraction of a millisecond on a page of 50 KB; the next levels double the time for 2 %. */
const LEVEL = 4;

/** HTTP API does not compress, and the readers of a decision's page are on telephones: so it is done here. */
export function compress(): Step {
  const gzip: Step['after'] = ({ event: exchange, response }) => {
    if (!response?.body || response.isBase64Encoded || !acceptsGzip(exchange.headers['accept-encoding']))
      return;
    if (Buffer.byteLength(response.body) < WORTH_IT_BYTES) return;
    response.body = gzipSync(response.body, { level: LEVEL }).toString('base64');
    response.isBase64Encoded = true;
    response.headers = { ...response.headers, 'content-encoding': 'gzip' };
  };
  return { after: gzip, onError: gzip };
}
