import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AttachmentBegun, AttachmentView, ProjectView } from '../../shared/contract/views.ts';
import { announced, send } from '../support/attaching.ts';
import { budget, check, type Outcome } from './budget.ts';
import { type Http, jsonOf, withHttp } from './http.ts';
import type { Running } from './npm-start.ts';
import { hasProcesses, isNpm, processTree } from './processes.ts';
import { printTable } from './report.ts';
import { round } from './statistics.ts';

/** What an office's clerks attach on the last day, at the size of a scanned contract. */
const FILES = 50;
const BYTES = 5 * 1024 * 1024;
const CLIENTS = 8;
/** Before anything is measured the threads of the functions that have to do with files run. */
const WARM_UP = 8;

/** A PDF that nothing can be packed of, another one each time. */
const aScan = (): Uint8Array =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n%'),
    // No word of PDF's own in it.
    Buffer.from(randomBytes(BYTES).map((byte) => (byte < 128 ? byte + 128 : byte))),
    Buffer.from('\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n'),
  ]);

interface Client {
  readonly http: Http;
  readonly headers: Readonly<Record<string, string>>;
  /** The draft that it attaches to. */
  readonly base: string;
}

async function aClient(running: Running, http: Http): Promise<Client> {
  const headers = { authorization: `Bearer ${await running.token('submitter')}` };
  const draft = { form: 'project-declaration', declaration: {} };
  const begun = await http.send('POST', '/projects', headers, draft);
  const { id } = jsonOf<ProjectView>(begun, 201, 'The draft');
  return { http, headers, base: `/projects/${id}/attachments` };
}

async function attach({ http, headers, base }: Client, index: number): Promise<void> {
  const file = { name: `合同扫描件-${index}.pdf`, bytes: aScan() };
  const begun = await http.send('POST', base, headers, announced(file));
  const { upload } = jsonOf<AttachmentBegun>(begun, 201, file.name);
  const sent = await send(upload, file.bytes, file.name);
  if (sent.status !== 204) throw new Error(`${file.name} was not taken: ${sent.status} ${await sent.text()}`);
}

/** Attaches files, each client one after the other, and waits until all have been looked into. */
async function attachAll(clients: readonly Client[], count: number): Promise<readonly AttachmentView[]> {
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (next < count) await attach(client, next++);
    }),
  );
  const listed = async (): Promise<AttachmentView[]> =>
    (
      await Promise.all(
        clients.map(async ({ http, headers, base }) => {
          const answer = await http.send('GET', base, headers);
          return jsonOf<{ attachments: AttachmentView[] }>(answer, 200, base).attachments;
        }),
      )
    ).flat();
  for (;;) {
    const all = await listed();
    if (all.every(({ status }) => status !== 'awaiting' && status !== 'uploaded')) return all;
    await pause(50);
  }
}

const residentMb = (running: Running): number =>
  processTree(running.pid)
    .filter((one) => !isNpm(one))
    .reduce((sum, one) => sum + one.residentMb, 0);

/** What the platform's memory has at most while something is done, beyond what it had before. */
async function growthWhile<T>(running: Running, work: Promise<T>): Promise<{ result: T; growthMb: number }> {
  const before = hasProcesses ? residentMb(running) : 0;
  let most = before;
  let isDone = false;
  const watching = (async () => {
    while (hasProcesses && !isDone) {
      most = Math.max(most, residentMb(running));
      await pause(50);
    }
  })();
  const result = await work.finally(() => {
    isDone = true;
  });
  await watching;
  return { result, growthMb: round(most - before, 1) };
}

/** Files of a scan's size by several clients at once: what they cost the platform's memory, and that all are there. */
export const measureAttachments = (running: Running): Promise<Outcome> =>
  withHttp(running.product, async (http) => {
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => aClient(running, http)));
    const early = await attachAll(clients, WARM_UP);
    const started = performance.now();
    const { result, growthMb } = await growthWhile(running, attachAll(clients, FILES));
    const seconds = round((performance.now() - started) / 1000, 1);
    const usable = result.filter(({ status }) => status === 'clean' || status === 'unscannable').length;
    const stored = usable - early.length;
    printTable(`${FILES} files of ${BYTES / 1024 / 1024} MB by ${CLIENTS} clients`, [
      { 'stored and looked into': stored, seconds, 'memory, MB more': growthMb },
    ]);
    return {
      numbers: { files: FILES, bytes: BYTES, clients: CLIENTS, stored, seconds, growthMb },
      checks: [
        check('files that can be used', stored, 'least', FILES),
        ...(hasProcesses
          ? [check('memory while they come, MB more', growthMb, 'most', budget.attachments.memoryMb)]
          : []),
      ],
    };
  });
