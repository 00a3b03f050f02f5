import { extname } from 'node:path';
import { Problem } from '../../shared/contract/problem.ts';
import type { PartParameters, PeriodPartParameters } from '../../shared/contract/routes/evidence.ts';
import type { EvidenceFilesView } from '../../shared/contract/views.ts';
import { attachment } from '../../shared/document/file-name.ts';
import { type Part, packPart, partsOf } from '../../shared/evidence/bundles/parts.ts';
import { historyEvent } from '../../shared/history/event.ts';
import type { Contents } from '../../shared/history/verification/manifest.ts';
import type { Answer } from '../../shared/http/endpoint.ts';
import { isOfOwnUnit, seesPersonalData } from '../../shared/project/access.ts';
import type { Item } from '../../shared/store/database.ts';
import { itemsOf } from '../../shared/store/history-store.ts';
import { bytesOf, filesOf, lost, storedAs } from './attached-files.ts';
import { boundContents } from './bound-contents.ts';
import {
  type Asked,
  type Asking,
  askedOfPeriod,
  askedOfProject,
  contentsFor,
  type EvidenceDeps,
  gatheredOf,
  MOST_BYTES,
  type Opened,
  record,
  usesOf,
} from './evidence.ts';

/** The files of a bundle that has no room for them, part by part. */

async function partsFrom(
  { database }: EvidenceDeps,
  items: readonly Item[],
  kind: Contents,
): Promise<Part[]> {
  const events = items.flatMap((item) => historyEvent.safeParse(item).data ?? []);
  return partsOf(filesOf(await boundContents(database, events, kind === 'all')), MOST_BYTES);
}

const nameOf = ({ named: [first] }: Part['files'][number]): string => first?.name ?? '';

/** @param named whether the reader sees names, in which personal data may stand */
const viewOf = (parts: readonly Part[], named: boolean): EvidenceFilesView => ({
  files: parts.reduce((sum, { files }) => sum + files.length, 0),
  bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
  parts: parts.map(({ number, files, bytes, alone }) => ({
    part: number,
    files: files.length,
    bytes,
    alone,
    ...(named ? { names: files.map(nameOf) } : {}),
  })),
});

/** One file as it is, by an address of the store that holds for a minute. @throws Problem `not-found` where it is lost */
async function oneFile({ store }: EvidenceDeps, { files: [file] }: Part): Promise<Answer> {
  if (!file) throw new Problem('not-found');
  if ((await store.head('files', storedAs(file))) === null) {
    lost(file);
    throw new Problem('not-found', {
      detail: {
        zh: '存储中没有此附件：请告知管理员，并保留此提示',
        en: 'The store does not hold this file: tell the administrator, and keep this message',
      },
    });
  }
  const name = nameOf(file);
  const { url } = await store.presignDownload('files', storedAs(file), {
    disposition: attachment(name, `${file.sha256.slice(0, 12)}${extname(name)}`),
    type: file.type,
  });
  return { status: 303, location: url };
}

/** @throws Problem `files-unavailable` */
async function archiveOf({ store }: EvidenceDeps, { files }: Part, name: string) {
  const { zip, hash } = packPart(await bytesOf(store, files));
  const answer: Answer = {
    status: 200,
    headers: { 'content-disposition': `attachment; filename="${name}.zip"` },
    file: { bytes: zip, type: 'application/zip' },
  };
  return { answer, hash };
}

/** Hands out a part, and records that it was taken. */
function taken(
  deps: EvidenceDeps,
  asked: Asked,
  { number, name }: { readonly number: string; readonly name: string },
  items: () => Promise<readonly Item[]>,
): Promise<Answer> {
  const included = contentsFor(asked);
  return deps.limits.within(usesOf(asked, included), async () => {
    const parts = await partsFrom(deps, await items(), included.kind);
    const part = parts.find((one) => String(one.number) === number);
    if (!part) throw new Problem('not-found');
    const { answer, hash } = part.alone
      ? { answer: await oneFile(deps, part), hash: part.files[0]?.sha256 ?? '' }
      : await archiveOf(deps, part, `${name}-files-${number}-of-${parts.length}`);
    await record(deps, asked, { count: part.files.length, hash }, included);
    return answer;
  });
}

const eventsOf = ({ database }: EvidenceDeps, { loaded }: Opened) => {
  const { id, head } = loaded.record;
  return itemsOf(database, id, { to: head.seq });
};

/** What a project's bundle has beside it. */
export async function filesOfProject(deps: EvidenceDeps, opened: Opened): Promise<EvidenceFilesView> {
  const { loaded, member } = opened;
  const kind = isOfOwnUnit(loaded, member) ? 'declarations' : 'all';
  return viewOf(await partsFrom(deps, await eventsOf(deps, opened), kind), seesPersonalData(loaded, member));
}

/** @throws Problem `invalid-parameter`, `contents-by-post`, `not-found`, `files-unavailable`, `too-many-requests` */
export async function partOfProject(
  deps: EvidenceDeps,
  by: Asking,
  opened: Opened,
  number: string,
  { reason }: PartParameters,
): Promise<Answer> {
  const { id } = opened.loaded.record;
  const wanted = { contents: 'yes' as const, reason };
  const asked = askedOfProject(by, opened, wanted, `/files/${number}`);
  return taken(deps, asked, { number, name: `evidence-${id}` }, () => eventsOf(deps, opened));
}

interface Period {
  readonly from: string;
  readonly to: string;
}

/** What a period's bundle has beside it. @throws Problem `invalid-parameter`, `evidence-too-large`, `too-many-requests` */
export async function filesOfPeriod(
  deps: EvidenceDeps,
  by: Asking,
  period: Period,
): Promise<EvidenceFilesView> {
  const asked = await askedOfPeriod(deps, by, period, '/files');
  return deps.limits.within([{ limit: 'exports', by: asked.actor.id }], async () =>
    viewOf(await partsFrom(deps, (await gatheredOf(deps, period)).items, 'all'), false),
  );
}

/** @throws Problem as `partOfProject`, and `evidence-too-large` */
export async function partOfPeriod(
  deps: EvidenceDeps,
  by: Asking,
  number: string,
  { from, to, reason }: PeriodPartParameters,
): Promise<Answer> {
  const asked = await askedOfPeriod(deps, by, { from, to, reason }, `/files/${number}`);
  return taken(
    deps,
    { ...asked, wanted: { contents: 'yes', reason } },
    { number, name: `evidence-${from}-${to}` },
    async () => (await gatheredOf(deps, { from, to })).items,
  );
}
