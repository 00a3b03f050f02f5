/** How far something has come whose end nobody knows: only for a person who watches, else nothing is written. */
export interface Progress {
  show(events: number): void;
  /** Takes the line away. */
  clear(): void;
}

const WIDTH = 24;
const MARK = '═════';

export function openProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  const started = performance.now();
  let step = 0;
  return {
    show(events) {
      step += 1;
      // There and back again: one page moves it by one place.
      const room = WIDTH - MARK.length;
      const at = room - Math.abs(room - (step % (2 * room)));
      const bar = `${' '.repeat(at)}${MARK}`.padEnd(WIDTH);
      const rate = Math.round(events / Math.max(1, (performance.now() - started) / 1000));
      const counted = events.toLocaleString('en');
      stream.write(`\r[${bar}] ${counted} events, ${rate.toLocaleString('en')}/s `);
    },
    clear: () => void stream.write('\r\u001b[2K'),
  };
}
