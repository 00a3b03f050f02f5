import { jest } from '@jest/globals';

export interface LogLine {
  readonly level: string;
  readonly code: string;
  readonly [field: string]: unknown;
}

/** Runs something and returns what it logged, one object for each line of JSON. */
export async function logOf(run: () => Promise<unknown>): Promise<LogLine[]> {
  const lines: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
  try {
    await run();
  } finally {
    spy.mockRestore();
  }
  return lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}
