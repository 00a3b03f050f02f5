import { Problem } from '../../shared/contract/problem.ts';
import type { EvidenceParameters, PeriodEvidenceParameters } from '../../shared/contract/routes/evidence.ts';
import { stageLabels } from '../../shared/declaration/stage-labels.ts';
import type { Bundle, BundleParts, BundleScope } from '../../shared/evidence/bundles/make-bundle.ts';
import { type Actor, type HistoryEvent, historyEvent } from '../../shared/history/event.ts';
import type { Contents } from '../../shared/history/verification/manifest.ts';
import type { Answer, Call, Head } from '../../shared/http/endpoint.ts';
import type { Limits } from '../../shared/http/limits.ts';
import { actorOf, loadMember, type Member } from '../../shared/identity/member.ts';
import { isOfOwnUnit, mayRead, readingRole, seesPersonalData } from '../../shared/project/access.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { withOpinionsOf } from '../../shared/project/opinions.ts';
import { isMasked, maskEvents } from '../../shared/project/personal-data.ts';
import type { Use } from '../../shared/store/limit-store.ts';
import { recordReading } from '../../shared/store/system-chain.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import { bytesOf, type FileStore, filesOf } from './attached-files.ts';
import { boundContents, boundOpinions } from './bound-contents.ts';
import type { Deps } from './checkpoint.ts';
import { type Gathered, gatherPeriod, gatherProject } from './gather.ts';

export interface EvidenceDeps extends Deps {
  readonly limits: Limits;
  /** The ids of the deployment's forms. */
  readonly forms: readonly string[];
  /** The product's release. */
  readonly product: string;
  /** Where attached files are. */
  readonly store: FileStore;
}

/** An answer holds 6 MB, in which bytes travel as base64; the rest is room for its headers. */
export const MOST_BYTES = 4_400_000;

/** Who asks, and how. */
export type Asking = Pick<Call, 'person' | 'requestId' | 'routeKey'>;

/**
 * A browser takes contents by POST alone: an address that shows personal data and says why could be anybody's. A
 * program's token goes along with no address by itself.
 */
const maySayWhy = ({ routeKey, person }: Asking): boolean =>
  routeKey.startsWith('POST ') || person?.via === 'bearer';

export interface Asked {
  readonly by: Asking;
  readonly wanted: EvidenceParameters;
  readonly actor: Actor;
  /** The address with its filters; the reason of an unmasking stands in its own event. */
  readonly scope: string;
  /** Whether the reader sees personal data masked elsewhere. */
  readonly masked: boolean;
  /** Whether it is the declaring unit: notes among colleagues, which stand in the details, are not for it. */
  readonly own: boolean;
  readonly about: { readonly projectId?: string; readonly unit?: string };
}

export interface Included {
  readonly kind: Contents;
  /** The reason for which personal data is shown that is masked elsewhere; undefined where none is. */
  readonly unmaskedFor?: string;
}

/**
 * Whether contents go along: for those who see them in full anyway they do, unless they are not wanted; to an auditor
 * they are shown on purpose and for a reason, as everywhere.
 * @throws Problem `invalid-parameter`, `contents-by-post`
 */
export function contentsFor({ by, wanted, masked, own }: Asked): Included {
  if (!masked) return { kind: wanted.contents === 'no' ? 'none' : own ? 'declarations' : 'all' };
  if (wanted.contents !== 'yes') return { kind: 'none' };
  if (!maySayWhy(by)) throw new Problem('contents-by-post');
  if (wanted.reason === undefined)
    throw new Problem('invalid-parameter', {
      detail: {
        zh: '申报内容含个人信息：请写明需要的理由（reason）',
        en: 'The contents hold personal data: please say why they are needed (reason)',
      },
    });
  return { kind: 'all', unmaskedFor: wanted.reason };
}

/** What was taken away, and that personal data went along, are events in the reader's own chain. */
export async function record(
  deps: EvidenceDeps,
  { by, actor, scope, about }: Asked,
  taken: { readonly count: number; readonly hash: string },
  { unmaskedFor }: Included,
): Promise<void> {
  const reading = {
    actor,
    scope,
    ...about,
    at: deps.now().toISOString(),
    requestId: by.requestId,
  };
  await recordReading(deps.database, {
    ...reading,
    action: 'exported',
    count: taken.count,
    detailsHash: taken.hash,
  });
  if (unmaskedFor !== undefined)
    await recordReading(deps.database, { ...reading, action: 'unmasked', comment: unmaskedFor });
}

/** What of it is limited. */
export const usesOf = ({ actor: { id: by } }: Asked, { unmaskedFor }: Included): Use[] => [
  { limit: 'exports', by },
  ...(unmaskedFor === undefined ? [] : [{ limit: 'unmaskings', by } as const]),
];

const nameOf = (scope: BundleScope): string =>
  scope.kind === 'project' ? `evidence-${scope.project}` : `evidence-${scope.from}-${scope.to}`;

/**
 * Events are evidence as they stand, with their comments: a masked one would not have its hash. Where comments hold
 * personal data, somebody who sees it masked elsewhere has it for a reason.
 * @throws Problem `invalid-parameter`
 */
async function demandNothingPersonal({ database }: EvidenceDeps, events: readonly HistoryEvent[]) {
  if (isMasked(await maskEvents(database, events), events))
    throw new Problem('invalid-parameter', {
      detail: {
        zh: '意见中含个人信息：请连同内容下载（contents=yes），并写明需要的理由（reason）',
        en: 'Comments hold personal data: please take it with its contents (contents=yes), and say why they are needed (reason)',
      },
    });
}

/**
 * Gathers, packs, records that it was taken, and hands it out.
 * @throws Problem `invalid-parameter`, `evidence-too-large`, `too-many-requests`
 */
function answer(deps: EvidenceDeps, asked: Asked, gather: () => Promise<Gathered>): Promise<Answer> {
  const included = contentsFor(asked);
  return deps.limits.within(usesOf(asked, included), async () => pack(deps, asked, included, await gather()));
}

/** The bundle with the files that its texts name, where an answer has room for them; else it tells their parts. */
async function withFiles(
  { store }: EvidenceDeps,
  texts: ReadonlyMap<string, string>,
  parts: BundleParts,
): Promise<Bundle> {
  const [{ makeBundle }, { indexWith, partsOf, roomOf }] = await Promise.all([
    import('../../shared/evidence/bundles/make-bundle.ts'),
    import('../../shared/evidence/bundles/parts.ts'),
  ]);
  const files = filesOf(texts);
  if (files.length === 0) return makeBundle(parts);
  const index = indexWith(files, partsOf(files, MOST_BYTES));
  const without = makeBundle({ ...parts, attachments: { index, bytes: new Map() } });
  const room = files.reduce((sum, file) => sum + roomOf(file), without.zip.byteLength);
  if (room > MOST_BYTES) return without;
  const whole = makeBundle({
    ...parts,
    attachments: { index: indexWith(files, 'included'), bytes: await bytesOf(store, files) },
  });
  return whole.zip.byteLength > MOST_BYTES ? without : whole;
}

async function pack(
  deps: EvidenceDeps,
  asked: Asked,
  included: Included,
  gathered: Gathered,
): Promise<Answer> {
  const { kind } = included;
  const stored = gathered.items.flatMap((item) => historyEvent.safeParse(item).data ?? []);
  const events = await withOpinionsOf(deps.database, stored);
  if (asked.masked && included.unmaskedFor === undefined) await demandNothingPersonal(deps, events);
  // Loaded when somebody asks for evidence: checkpoints are made every hour without them.
  const { verifier } = await import('../../shared/evidence/bundles/verifier-files.ts');
  const { actor } = asked;
  const texts = new Map([
    ...boundOpinions(events),
    ...(kind === 'none' ? [] : await boundContents(deps.database, stored, kind === 'all')),
  ]);
  const { zip, hash } = await withFiles(deps, texts, {
    ...gathered,
    madeAt: deps.now().toISOString(),
    madeBy: { id: actor.id, name: actor.name },
    product: deps.product,
    contents: { kind, texts },
    verifier,
    stageLabel: await stageLabels(deps.forms),
  });
  if (zip.byteLength > MOST_BYTES) throw tooLarge();
  await record(deps, asked, { count: gathered.items.length, hash }, included);
  return {
    status: 200,
    headers: { 'content-disposition': `attachment; filename="${nameOf(gathered.scope)}.zip"` },
    file: { bytes: zip, type: 'application/zip' },
  };
}

const tooLarge = (cause?: unknown): Problem =>
  new Problem('evidence-too-large', {
    detail: {
      zh: '请选择较短的期间，或不带申报内容（contents=no）；相邻的期间各成一包，首尾由检查点相接',
      en: 'Choose a shorter period, or leave the contents out (contents=no): neighbouring periods make bundles that meet at a checkpoint',
    },
    cause,
  });

const given = ({ contents }: EvidenceParameters): string =>
  contents === undefined ? '' : `?contents=${contents}`;

/** A project whose evidence may be taken, and who takes it. */
export interface Opened {
  readonly loaded: Loaded;
  readonly member: Member;
}

/** @throws Problem `not-found` */
export async function openProject(
  { database, now }: EvidenceDeps,
  { path, person }: Pick<Head, 'path' | 'person'>,
): Promise<Opened> {
  const id = path.id ?? '';
  const loaded = looksLikeProjectId(id) ? await loadProject(database, id) : null;
  if (!loaded) throw new Problem('not-found');
  const member = await loadMember(database, person);
  if (!(await mayRead(loaded, member, now()))) throw new Problem('not-found');
  return { loaded, member };
}

/** Who takes what of a project. @param below `/projects/{id}/evidence` */
export function askedOfProject(
  by: Asking,
  { loaded, member }: Opened,
  wanted: EvidenceParameters,
  below: string,
): Asked {
  const { id, unit } = loaded.record;
  return {
    by,
    wanted,
    actor: actorOf(member, readingRole(loaded, member)),
    scope: `/projects/${id}/evidence${below}`,
    masked: !seesPersonalData(loaded, member),
    own: isOfOwnUnit(loaded, member),
    about: { projectId: id, unit: unit.id },
  };
}

/** The bundle of a project. @throws Problem `invalid-parameter`, `not-yet-covered`, `too-many-requests` */
export async function evidenceOfProject(
  deps: EvidenceDeps,
  by: Asking,
  opened: Opened,
  wanted: EvidenceParameters,
): Promise<Answer> {
  const { id, head } = opened.loaded.record;
  const asked = askedOfProject(by, opened, wanted, given(wanted));
  return answer(deps, asked, () => gatherProject(deps, id, head.seq));
}

/** Who takes what of a period. @param below `/history/evidence` @throws Problem `invalid-parameter` */
export async function askedOfPeriod(
  { database }: EvidenceDeps,
  by: Asking,
  { from, to, ...wanted }: PeriodEvidenceParameters,
  below = '',
): Promise<Asked> {
  if (from > to)
    throw new Problem('invalid-parameter', {
      detail: { zh: '起始日不能晚于截止日', en: '`from` must not be after `to`' },
    });
  const member = await loadMember(database, by.person);
  return {
    by,
    wanted,
    actor: actorOf(member, 'auditor'),
    scope: `/history/evidence${below}?from=${from}&to=${to}${given(wanted).replace('?', '&')}`,
    masked: true,
    own: false,
    about: {},
  };
}

/** What a period's evidence is packed from. @throws Problem `evidence-too-large`, `too-many-requests` */
export const gatheredOf = (
  deps: EvidenceDeps,
  { from, to }: Pick<PeriodEvidenceParameters, 'from' | 'to'>,
): Promise<Gathered> =>
  gatherPeriod(deps, from, to).catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'evidence-too-large' ? tooLarge(error) : error;
  });

/** The bundle of a period. @throws Problem `invalid-parameter`, `not-yet-covered`, `evidence-too-large` */
export async function evidenceOfPeriod(
  deps: EvidenceDeps,
  by: Asking,
  wanted: PeriodEvidenceParameters,
): Promise<Answer> {
  const asked = await askedOfPeriod(deps, by, wanted);
  return answer(deps, asked, () => gatheredOf(deps, wanted));
}
