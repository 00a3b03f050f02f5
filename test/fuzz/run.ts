import type { Platform } from '../support/platform.ts';
import { type Call, callsOf } from './calls.ts';
import { type OpenApi, readOpenApi } from './openapi-document.ts';
import { type Sent, send } from './send.ts';
import { aWorld, type Existing } from './world.ts';

/** Who calls: one account of each role, one of another unit, and nobody. */
export const accounts = [
  'nobody',
  'submitter',
  'submitter2',
  'reviewer',
  'approver',
  'auditor',
  'administrator',
] as const;
export type AccountName = (typeof accounts)[number];

/** As many calls at once as a browser has connections to one host. */
const AT_ONCE = 6;

export interface Outcome {
  readonly calls: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** What was answered otherwise than the document says, or not at all; with the call to repeat it by. */
  readonly faults: readonly string[];
  readonly slowest: { readonly milliseconds: number; readonly call: string };
}

/** As a client writes it; a text of percent signs alone stays as it is, so that some paths cannot be decoded. */
const segment = (text: string): string =>
  /^%[\w%]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed());

function addressOf({ operation, path, query }: Call, existing: Existing): string {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined) return '';
    if ('text' in value) return segment(value.text);
    const known = existing[name] ?? [];
    return known[value.existing % known.length] ?? 'none';
  });
  const search = new URLSearchParams(query.map(([name, value]) => [name, value])).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

const CONTENT_HASH = /[0-9a-f]{64}/;

/** A decision is taken on the content that its link shows: most calls name that, or all would be refused for it. */
function bodyOf({ path, body }: Call, existing: Existing): string | undefined {
  const { token } = path;
  if (body === undefined || token === undefined || 'text' in token) return body;
  const shown = existing.contentHash ?? [];
  return body.replace(CONTENT_HASH, shown[token.existing % shown.length] ?? '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with an answer, by what the document declares; null where nothing is. */
function faultOf({ operation }: Call, { status, type, body }: Sent): string | null {
  if (status >= 500) return `${status}: ${body.slice(0, 300)}`;
  const declared = operation.responses[String(status)];
  if (!declared) return `${status} is not declared: ${body.slice(0, 300)}`;
  const types = Object.keys(declared.content);
  if (body === '' && (types.length === 0 || type === '')) return null;
  if (!types.includes(type))
    return `${status} is declared as ${types.join(', ') || 'nothing'}, not as ${type}`;
  const lines = type === 'application/x-ndjson' ? body.trimEnd().split('\n') : [body];
  return !type.endsWith('json') || lines.every(isJson) ? null : `${status} is no JSON: ${body.slice(0, 300)}`;
}

async function sendOne(platform: Platform, account: AccountName, call: Call, existing: Existing) {
  const address = addressOf(call, existing);
  const authorization: Record<string, string> =
    account === 'nobody' ? {} : { authorization: `Bearer ${await platform.token(account)}` };
  const { method } = call.operation;
  const body = bodyOf(call, existing);
  const shown = `${account}: ${method} ${address.slice(0, 300)} ${JSON.stringify(call.headers)} ${body?.slice(0, 500) ?? ''}`;
  const headers = { ...call.headers, ...authorization };
  try {
    const sent = await send(platform.product, method, address, headers, body);
    return { shown, sent, fault: faultOf(call, sent) };
  } catch (error) {
    return { shown, sent: undefined, fault: `no answer: ${String(error)}` };
  }
}

async function fuzzAs(
  platform: Platform,
  account: AccountName,
  { calls, existing }: { readonly calls: readonly Call[]; readonly existing: Existing },
): Promise<Outcome> {
  const byStatus: Record<string, number> = {};
  const faults: string[] = [];
  let slowest = { milliseconds: 0, call: '' };
  const waiting = calls.values();
  const worker = async (): Promise<void> => {
    for (const call of waiting) {
      const { shown, sent, fault } = await sendOne(platform, account, call, existing);
      const status = String(sent?.status ?? 'none');
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      if (fault !== null) faults.push(`${fault}\n  ${shown}`);
      if (sent && sent.milliseconds > slowest.milliseconds)
        slowest = { milliseconds: Math.round(sent.milliseconds), call: shown.slice(0, 200) };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { calls: calls.length, byStatus, faults, slowest };
}

const together = (outcomes: readonly Outcome[]): Outcome => {
  const byStatus: Record<string, number> = {};
  for (const outcome of outcomes)
    for (const [status, count] of Object.entries(outcome.byStatus))
      byStatus[status] = (byStatus[status] ?? 0) + count;
  const [slowest = { milliseconds: 0, call: '' }] = outcomes
    .map((one) => one.slowest)
    .sort((a, b) => b.milliseconds - a.milliseconds);
  return {
    calls: outcomes.reduce((sum, { calls }) => sum + calls, 0),
    byStatus,
    faults: outcomes.flatMap(({ faults }) => faults),
    slowest,
  };
};

/** So many calls by each account, one account after the other; each account's calls follow from the seed alone. */
export async function fuzz(
  platform: Platform,
  who: readonly AccountName[],
  count: number,
  seed: number,
): Promise<Outcome> {
  const openApi: OpenApi = await readOpenApi(platform.product);
  const existing = await aWorld(platform);
  const outcomes: Outcome[] = [];
  for (const account of who) {
    const calls = callsOf(openApi, count, seed + accounts.indexOf(account));
    outcomes.push(await fuzzAs(platform, account, { calls, existing }));
  }
  return together(outcomes);
}
