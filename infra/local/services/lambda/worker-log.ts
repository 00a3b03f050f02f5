import { openLineFile } from '../../line-file.ts';
import type { Said } from './messages.ts';

/** Where a function's output goes: one JSON object a line, as Lambda's JSON log format has it. */
export interface FunctionLog {
  /** Stands in for the `write` of stdout and stderr. */
  readonly write: (
    chunk: string | Uint8Array,
    encodingOrDone?: unknown,
    done?: (error?: Error | null) => void,
  ) => boolean;
  begin(requestId: string): void;
  error(error: unknown): void;
  /** Ends an invocation and says what its lines reported. */
  end(): Said;
}

/** Lines are written as they come, not collected: those of a killed worker are the ones that are needed. */
export function createFunctionLog(path: string): FunctionLog {
  const file = openLineFile(path, (dropped) => put(wrap('WARN', { message: 'LINES_DROPPED', dropped })));
  let requestId: string | undefined;
  let read = 0;
  let written = 0;
  let metrics: string[] = [];

  const put = (line: string): void => file.append(`${line}\n`);
  const wrap = (level: string, fields: object): string =>
    JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, ...fields });
  const line = (text: string): void => {
    put(text.startsWith('{') ? text : wrap('INFO', { message: text }));
    if (text.startsWith('{') && text.includes('"COMPLETED"')) count(text);
    if (text.startsWith('{') && text.includes('"_aws":')) metrics.push(text);
  };
  const count = (text: string): void => {
    const fields: unknown = JSON.parse(text);
    read += unitsOf(fields, 'readUnits');
    written += unitsOf(fields, 'writeUnits');
  };

  return {
    write(chunk, encodingOrDone, done) {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      for (const part of text.split('\n')) if (part !== '') line(part);
      const finished = typeof encodingOrDone === 'function' ? encodingOrDone : done;
      if (finished !== undefined) queueMicrotask(() => finished());
      return true;
    },
    begin(id) {
      requestId = id;
      read = 0;
      written = 0;
      metrics = [];
    },
    error(error) {
      const fields =
        error instanceof Error
          ? { errorType: error.name, message: error.message, stackTrace: (error.stack ?? '').split('\n') }
          : { message: String(error) };
      put(wrap('ERROR', fields));
    },
    end: () => ({ read, write: written, metrics }),
  };
}

function unitsOf(fields: unknown, name: string): number {
  if (typeof fields !== 'object' || fields === null) return 0;
  const value: unknown = Reflect.get(fields, name);
  return typeof value === 'number' ? value : 0;
}
