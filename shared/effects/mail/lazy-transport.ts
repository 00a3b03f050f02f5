import type { Transport, TransportSettings } from './transport.ts';

/** A transport that is loaded with its first mail: most calls of a function that could send one send none. */
export function lazyTransport(settings: TransportSettings): Transport {
  let opened: Promise<Transport> | undefined;
  return async (mail) => {
    opened ??= import('./transport.ts').then(({ openTransport }) => openTransport(settings));
    await (await opened)(mail);
  };
}
