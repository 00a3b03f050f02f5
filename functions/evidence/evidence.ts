import { Problem } from '../../shared/contract/problem.ts';
import type { EvidenceParameters, PeriodEvidenceParameters } from '../../shared/contract/routes/evidence.ts';
import { stageLabels } from '../../shared/declaration/stage-labels.ts';
import type { BundleScope } from '../../shared/evidence/bundles/make-bundle.ts';
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
import { boundContents, boundOpinions } from './bound-contents.ts';
import type { Deps } from './checkpoint.ts';
import { type Gathered, gatherPeriod, gatherProject } from './gather.ts';

export interface EvidenceDeps extends Deps {
  readonly limits: Limits;
  /** The ids of the deployment's forms. */
  readonly forms: readonly string[];
  /** The product's release. */
  readonly product: string;
}

/** An answer holds 6 MB, in which bytes travel as base64; the rest is room for its headers. */
const MOST_BYTES = 4_400_000;

/** Who asks, and how. */
type Asking = Pick<Call, 'person' | 'requestId' | 'routeKey'>;

/**
 * A browser takes contents by POST alone: an address that shows personal data and says why could be anybody's. A
 * program's token goes along with no address by itself.
 */
const maySayWhy = ({ routeKey, person }: Asking): boolean =>
  routeKey.startsWith('POST ') || person?.via === 'bearer';

interface Asked {
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

interface Included {
  readonly kind: Contents;
  /** The reason for which personal data is shown that is masked elsewhere; undefined where none is. */
  readonly unmaskedFor?: string;
}

/**
 * Whether contents go along: for those who see them in full anyway they do, unless they are not wanted; to an auditor
 * they are shown on purpose and for a reason, as everywhere.
 * @throws Problem `invalid-parameter`, `contents-by-post`
 */
function contentsFor({ by, wanted, masked, own }: Asked): Included {
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
async function record(
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
  const by = asked.actor.id;
  const uses: Use[] = [
    { limit: 'exports', by },
    ...(included.unmaskedFor === undefined ? [] : [{ limit: 'unmaskings', by } as const]),
  ];
  return deps.limits.within(uses, async () => pack(deps, asked, included, await gather()));
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
  const [{ makeBundle }, { verifier }] = await Promise.all([
    import('../../shared/evidence/bundles/make-bundle.ts'),
    import('../../shared/evidence/bundles/verifier-files.ts'),
  ]);
  const { actor } = asked;
  const { zip, hash } = makeBundle({
    ...gathered,
    madeAt: deps.now().toISOString(),
    madeBy: { id: actor.id, name: actor.name },
    product: deps.product,
    contents: {
      kind,
      texts: new Map([
        ...boundOpinions(events),
        ...(kind === 'none' ? [] : await boundContents(deps.database, stored, kind === 'all')),
      ]),
    },
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

/** The bundle of a project. @throws Problem `invalid-parameter`, `not-yet-covered`, `too-many-requests` */
export async function evidenceOfProject(
  deps: EvidenceDeps,
  by: Asking,
  { loaded, member }: Opened,
  wanted: EvidenceParameters,
): Promise<Answer> {
  const { id, unit, head } = loaded.record;
  const asked = {
    by,
    wanted,
    actor: actorOf(member, readingRole(loaded, member)),
    scope: `/projects/${id}/evidence${given(wanted)}`,
    masked: !seesPersonalData(loaded, member),
    own: isOfOwnUnit(loaded, member),
    about: { projectId: id, unit: unit.id },
  };
  return answer(deps, asked, () => gatherProject(deps, id, head.seq));
}

/** The bundle of a period. @throws Problem `invalid-parameter`, `not-yet-covered`, `evidence-too-large` */
export async function evidenceOfPeriod(
  deps: EvidenceDeps,
  by: Asking,
  wanted: PeriodEvidenceParameters,
): Promise<Answer> {
  const { from, to } = wanted;
  if (from > to)
    throw new Problem('invalid-parameter', {
      detail: { zh: '起始日不能晚于截止日', en: '`from` must not be after `to`' },
    });
  const member = await loadMember(deps.database, by.person);
  const asked = {
    by,
    wanted,
    actor: actorOf(member, 'auditor'),
    scope: `/history/evidence?from=${from}&to=${to}${given(wanted).replace('?', '&')}`,
    masked: true,
    own: false,
    about: {},
  };
  return answer(deps, asked, () =>
    gatherPeriod(deps, from, to).catch((error: unknown) => {
      throw error instanceof Problem && error.code === 'evidence-too-large' ? tooLarge(error) : error;
    }),
  );
}
