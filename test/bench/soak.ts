/**
 * Whether anything grows while the platform works for long: `npm run soak -- [--minutes 30]`. Eight clients do what
 * an office does, mixed: approve projects, open pages, import a declaration, attach files, export the history. Each sample
 * holds the memory and descriptors of the platform's processes, the disk for each project, and the time of answers since
 * the one before. It ends with 1 where one of them grows.
 *
 * What grows is found by its slope over the later two thirds of the run, as a share of its level: the first third is for
 * threads, caches and compiled code to come to what they stay at. A leak of one object for each request shows as a line
 * without end; what is kept for a while (mails, logs, records of streams) comes to a level of its own within the run only
 * where it is bounded by number or time, and is let off up to the share that it may take.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { AttachmentBegun, ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { announced, send } from '../support/attaching.ts';
import { check } from './budget.ts';
import { openClients } from './flow.ts';
import { type Http, jsonOf, withHttp } from './http.ts';
import { npmStart, type Running, temporaryFolder } from './npm-start.ts';
import { descriptorsOf, isNpm, processTree } from './processes.ts';
import { printChecks, printTable } from './report.ts';
import { median, round, slopeOf } from './statistics.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const MINUTES = Number(values.minutes);

const CLIENTS = 8;
/** So many figures give some hundred pairs for a slope, whatever the length of the run. */
const SAMPLES = 30;
/**
 * As much may any of them seem to grow, in percent of its level over the run: the noise of a shared machine. Descriptors
 * come and go with the threads of functions, each with its connections: from one sample to the next they differ by a
 * third. One that stayed behind at every fiftieth answer would be a fifth within half an hour.
 */
const MOST_PERCENT = { memory: 10, descriptors: 20, disk: 10, latency: 25 } as const;
/** What a clerk attaches mostly: a page of a scan. */
const FILE_BYTES = 200_000;

const pages = {
  submitter: ['/', '/forms/project-declaration', '/forms/project-declaration/imports', '/drafts', '/me'],
  reviewer: ['/', '/projects', '/me', '/me/decisions'],
  auditor: ['/projects', '/history', '/history/overview', '/history/checkpoints'],
  administrator: [
    '/requests',
    '/directory',
    '/directory/units',
    '/directory/people',
    '/settings',
    '/directory/programs',
  ],
  nobody: ['/about', '/health', '/health/ready', '/openapi.json'],
} as const;
type Account = keyof typeof pages;

interface Office {
  readonly http: Http;
  readonly headersOf: (account: Account) => Readonly<Record<string, string>>;
  readonly approve: () => Promise<string>;
  /** A project that was approved, of which there are pages. */
  projectId: string;
  projects: number;
}

/** Times of the answers since they were looked at last, in milliseconds. */
let times: number[] = [];

async function get(office: Office, account: Account, path: string, accept: string): Promise<void> {
  const headers = { ...office.headersOf(account), accept };
  const { status, text, milliseconds } = await office.http.send('GET', path, headers);
  if (status !== 200) throw new Error(`${path} got ${status}: ${text.slice(0, 300)}`);
  times.push(milliseconds);
}

const numbered = { file: 0 };

async function attachFile(office: Office): Promise<void> {
  const headers = office.headersOf('submitter');
  const begun = await office.http.send('POST', '/projects', headers, {
    form: 'project-declaration',
    declaration: {},
  });
  const { id } = jsonOf<ProjectView>(begun, 201, 'The draft');
  numbered.file += 1;
  const bytes = Buffer.alloc(FILE_BYTES, `%PDF-1.7\n% ${numbered.file}\n`);
  const file = { name: `扫描件-${numbered.file}.pdf`, bytes };
  const path = `/projects/${id}/attachments`;
  const { upload } = jsonOf<AttachmentBegun>(
    await office.http.send('POST', path, headers, announced(file)),
    201,
    file.name,
  );
  const sent = await send(upload, bytes, file.name);
  if (sent.status !== 204) throw new Error(`${file.name} was not taken: ${sent.status}`);
  office.projects += 1;
}

async function importFile(office: Office): Promise<void> {
  const path = '/forms/project-declaration/imports';
  const answer = await office.http.send('POST', path, office.headersOf('submitter'), aDeclaration());
  if (answer.status !== 200) throw new Error(`An import got ${answer.status}: ${answer.text.slice(0, 300)}`);
  times.push(answer.milliseconds);
}

/** One round of everything. */
async function work(office: Office): Promise<void> {
  office.projectId = await office.approve();
  office.projects += 1;
  const { projectId } = office;
  for (const [account, paths] of Object.entries(pages))
    for (const path of paths) await get(office, account as Account, path, accepted(path));
  await get(office, 'submitter', `/projects/${projectId}`, 'text/html');
  await get(office, 'auditor', `/projects/${projectId}/history`, 'text/html');
  for (const format of ['', '?format=docx', '?format=pdf'])
    await get(office, 'submitter', `/projects/${projectId}/document${format}`, '*/*');
  await get(office, 'auditor', '/history?format=ndjson&limit=500&order=newest', '*/*');
  await get(office, 'auditor', '/history?format=csv&limit=500&order=newest', '*/*');
  await importFile(office);
  await attachFile(office);
}

const accepted = (path: string): string => (/^\/(health|openapi)/.test(path) ? '*/*' : 'text/html');

/** What a folder takes on the disk, in bytes; files that go meanwhile take nothing. */
function diskOf(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.blocks * 512;
  return readdirSync(path).reduce((sum, name) => sum + diskOf(join(path, name)), 0);
}

type Sample = {
  readonly minute: number;
  readonly residentMb: number;
  readonly descriptors: number;
  /** That of all projects since the first sample, for each of them. */
  readonly diskKb: number;
  readonly answerMs: number;
};

function sample(running: Running, data: string, office: Office, begun: number): Sample {
  const platform = processTree(running.pid).filter((one) => !isNpm(one));
  const answers = times;
  times = [];
  return {
    minute: round((performance.now() - begun) / 60_000, 1),
    residentMb: round(
      platform.reduce((sum, { residentMb }) => sum + residentMb, 0),
      0,
    ),
    descriptors: platform.reduce((sum, { pid }) => sum + descriptorsOf(pid), 0),
    diskKb: round(diskOf(data) / 1024 / Math.max(1, office.projects), 1),
    answerMs: round(median(answers), 1),
  };
}

/** How much of its level something grew over the later two thirds, in percent. */
function growth(samples: readonly Sample[], what: keyof Sample): number {
  const later = samples.slice(Math.ceil(samples.length / 3)).map((one) => one[what]);
  return round(((slopeOf(later) * (later.length - 1)) / median(later)) * 100, 1);
}

async function soak(running: Running, data: string): Promise<Sample[]> {
  const accounts = ['submitter', 'reviewer', 'auditor', 'administrator'] as const;
  const tokens = new Map<string, string>();
  for (const account of accounts) tokens.set(account, `Bearer ${await running.token(account)}`);
  const clients = await openClients(running);
  try {
    return await withHttp(running.product, async (http) => {
      const headersOf = (account: Account): Record<string, string> => {
        const authorization = tokens.get(account);
        return authorization === undefined ? {} : { authorization };
      };
      const office: Office = {
        ...{ http, headersOf, projectId: '', projects: 0 },
        approve: () => clients.approve('pages'),
      };
      const begun = performance.now();
      const end = begun + MINUTES * 60_000;
      const samples: Sample[] = [];
      const worker = async (): Promise<void> => {
        while (performance.now() < end) await work(office);
      };
      const watching = async (): Promise<void> => {
        for (let index = 1; index <= SAMPLES; index++) {
          await pause(Math.max(0, begun + (index * (end - begun)) / SAMPLES - performance.now()));
          // A token is good for an hour: each is fetched anew in time.
          for (const account of accounts) tokens.set(account, `Bearer ${await running.token(account)}`);
          const one = sample(running, data, office, begun);
          console.log(JSON.stringify(one));
          samples.push(one);
        }
      };
      await Promise.all([...Array.from({ length: CLIENTS }, worker), watching()]);
      return samples;
    });
  } finally {
    await clients.close();
  }
}

const folder = await temporaryFolder();
const running = await npmStart({ data: folder.path });
try {
  const samples = await soak(running, folder.path);
  printTable(`${MINUTES} minutes of mixed work by ${CLIENTS} clients`, samples);
  const checks = (
    [
      ['residentMb', 'memory'],
      ['descriptors', 'descriptors'],
      ['diskKb', 'disk'],
      ['answerMs', 'latency'],
    ] as const
  ).map(([what, bound]) =>
    check(`growth of ${bound}, % of its level`, growth(samples, what), 'most', MOST_PERCENT[bound]),
  );
  printChecks(checks);
  if (checks.some(({ holds }) => !holds)) process.exitCode = 1;
} finally {
  await running.stop();
  await folder.remove();
}
