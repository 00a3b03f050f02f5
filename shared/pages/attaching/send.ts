import type { Address } from './begin-upload.ts';

/**
 * What became of sending: `expired` wants a new address, `refused` another file, `busy` time; `broken` is a connection
 * that ended, or a file that can no longer be read.
 */
export type Sent = 'sent' | 'expired' | 'refused' | 'busy' | 'broken' | 'stopped';

/** A line that carries nothing for so long is cut, whatever it says; the store answers within as much. */
const LONGEST_STALL_MS = 60_000;

function sentBy({ status }: XMLHttpRequest): Sent {
  if (status >= 200 && status < 300) return 'sent';
  // The policy is over its fifteen minutes, or was never good here: a new one says which.
  if (status === 403) return 'expired';
  return status >= 500 || status === 408 || status === 429 ? 'busy' : 'refused';
}

/**
 * Posts a file to a signed address. `fetch` tells nobody how far it is.
 * @param tell how much of it is there, 0 to 1
 */
export function send(
  { url, fields }: Address,
  file: Blob,
  tell: (part: number) => void,
  stop: AbortSignal,
): Promise<Sent> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  // Behind all fields: the store reads no field that stands after the file.
  body.append('file', file);
  return new Promise((settle) => {
    const request = new XMLHttpRequest();
    const end = (became: Sent) => () => settle(became);
    const stalled = (): void => {
      settle('broken');
      request.abort();
    };
    let stall = setTimeout(stalled, LONGEST_STALL_MS);
    const goesOn = (): void => {
      clearTimeout(stall);
      stall = setTimeout(stalled, LONGEST_STALL_MS);
    };
    request.addEventListener('loadend', () => clearTimeout(stall));
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      goesOn();
      if (lengthComputable) tell(loaded / total);
    });
    request.addEventListener('load', () => settle(sentBy(request)));
    request.addEventListener('error', end('broken'));
    request.addEventListener('timeout', end('broken'));
    request.addEventListener('abort', end('stopped'));
    stop.addEventListener('abort', () => request.abort());
    request.open('POST', url);
    request.send(body);
  });
}
