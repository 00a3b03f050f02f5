import { type LogCode, logCodes } from './log-codes.ts';

/**
 * A structured logger: one line of JSON per entry on standard output, where Lambda collects it. Twenty lines of
 * our own because Powertools' logger measured 13 ms of cold start, a tenth of the whole budget.
 *
 * Never logged: a token, an address with a token in it, a body, an event, an e-mail address. Fields are single
 * values, so that nothing can be passed as a whole, and what still looks like a secret is blotted out.
 */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'] satisfies LogLevel[];
/** An unknown LOG_LEVEL means info: a typing error there must not silence the errors. */
function threshold(): number {
  const wanted = LEVELS.indexOf((process.env.LOG_LEVEL ?? '').toLowerCase());
  return wanted < 0 ? LEVELS.indexOf('info') : wanted;
}

let context: LogFields = {};
/** What every line of this invocation carries. A Lambda runs one invocation at a time. */
export function setLogContext(fields: LogFields): void {
  context = fields;
}

// 256 random bits are 43 characters of base64url; whatever runs on that long unbroken may be a token.
const SECRET = /[\w-]{40,}(?:\.[\w-]+)*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const blot = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(SECRET, '[removed]') : value;

/**
 * One line with what all lines carry: when, how grave, and of which invocation.
 * @param known members that are no secret, however long: their value is compared with another one
 */
export function writeLine(level: LogLevel, entry: object, known: readonly string[] = []): void {
  const line = { timestamp: new Date().toISOString(), level: level.toUpperCase(), ...context, ...entry };
  // Not console: Lambda's JSON log format would wrap a console line into another JSON envelope.
  process.stdout.write(
    `${JSON.stringify(line, (key, value) => (known.includes(key) ? value : blot(value)))}\n`,
  );
}

function write(level: LogLevel, code: LogCode, fields: LogFields): void {
  if (LEVELS.indexOf(level) < threshold()) return;
  writeLine(level, { code, message: logCodes[code], ...fields });
}

/** The parts of an error worth logging. A thrown non-error is told by its type alone. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : undefined;
  return { error: error.name, reason: error.message, stack: error.stack, cause };
}

export const log = {
  debug: (code: LogCode, fields: LogFields = {}): void => write('debug', code, fields),
  info: (code: LogCode, fields: LogFields = {}): void => write('info', code, fields),
  warn: (code: LogCode, fields: LogFields = {}): void => write('warn', code, fields),
  error: (code: LogCode, fields: LogFields = {}): void => write('error', code, fields),
};
