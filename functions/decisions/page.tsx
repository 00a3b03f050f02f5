import { filesShown } from '../../shared/attachments/files-shown.ts';
import { fileOf, statusOf as standingOf } from '../../shared/attachments/record.ts';
import { listFindings } from '../../shared/contract/list-findings.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { problemCodes } from '../../shared/contract/problem-codes.ts';
import type { DeadLinkView, DecisionView } from '../../shared/contract/views.ts';
import type { Cut } from '../../shared/forms/cuts.ts';
import type { FormDefinition } from '../../shared/forms/definition.ts';
import { filesIn } from '../../shared/forms/files-in.ts';
import type { Answer, Call } from '../../shared/http/route.ts';
import { inHead } from '../../shared/identity/member.ts';
import { withNumber } from '../../shared/pages/words/common.ts';
import { writtenIn } from '../../shared/pages/written.tsx';
import { planAfter } from '../../shared/project/cuts-so-far.ts';
import { asProject } from '../../shared/project/load.ts';
import { openedAtBy } from '../../shared/project/opened-mark.ts';
import { capitalised, say } from '../../shared/values/language.ts';
import { mayBeGiven } from '../../shared/workflow/routing.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import { suppliedShown } from '../../shared/workflow/supplied-texts.ts';
import { cannedFor } from './canned.ts';
import { consequencesOf } from './consequences.ts';
import type { Deps } from './deps.ts';
import { openedIn, pathOnPage, pressedIn, readCuts, typedCuts, typedSupplied } from './form-body.ts';
import type { NextAsked } from './next-asked.ts';
import { addressOf, type OpenedRequest } from './opened.ts';
import { asksForFiles, ownFilesShown } from './own-files.ts';
import type { DecisionPageProps } from './pages/decision-page-props.ts';
import type { Opinion } from './pages/parts.tsx';
import { mayBeTransferred } from './reassign.ts';
import { isSinceAsked } from './since-asked.ts';
import { planOf } from './view.ts';
import { deadLinkTitles } from './words/dead-link.ts';

interface Shown {
  /** Why a POST was refused. */
  readonly problem?: Problem;
  /** Cuts that were tried, and what they would leave. */
  readonly tried?: { readonly cuts: readonly Cut[]; readonly view: DecisionView };
}

/** As many parts as a page offers to open: its sections, and the 200 lines of a plan. */
const MOST_CHECKED = 300;

/** What was typed stays, whatever the answer is. */
function typedIn(form: URLSearchParams, stage: Stage): NonNullable<DecisionPageProps['typed']> {
  const code = form.get('code');
  const to = form.get('to');
  return {
    ...(code === null ? {} : { code }),
    ...(to === null ? {} : { transfer: { to, why: form.get('why') ?? '' } }),
    outcome: pressedIn(form) ?? '',
    comment: form.get('comment') ?? '',
    canned: form.get('canned') ?? '',
    keep: form.has('keep'),
    fields: form.getAll('fields').slice(0, MOST_CHECKED),
    cuts: typedCuts(form),
    supplied: typedSupplied(form, stage),
  };
}

/** @param view of an open request: findings on cuts are shown beside them */
function problemShown(problem: Problem, call: Call, opened: OpenedRequest, view?: DecisionView) {
  const { cuts } = call.form && view ? readCuts(call.form, planOf(opened, view)) : { cuts: [] };
  const { findings, moreFindings: more } = listFindings(problem.errors ?? [], call.lang);
  return {
    code: problem.code,
    message: problem.detail?.[call.lang] ?? problemCodes[problem.code].title[call.lang],
    errors: findings.map((finding) => ({ ...finding, path: pathOnPage(finding.path, cuts) })),
    ...(more === undefined ? {} : { more }),
  };
}

/** Who else of those asked has decided, where one alone is not enough. */
const othersOf = ({ request, assignee, stage }: OpenedRequest) =>
  (stage.quorum ?? 'any') !== 'any'
    ? request.decisions
        .filter(({ by }) => by.id !== assignee.id)
        .map(({ by, at, outcome }) => ({ by: by.name, at, outcome }))
    : [];

/** The opinions of the stages before, for whoever decides after them. */
const opinionsOf = (
  { form, request: { revision: shown } }: OpenedRequest,
  view: DecisionView,
  lang: 'zh' | 'en',
): Opinion[] =>
  view.earlier.map(({ stage: id, supplied, revision, cuts, ...opinion }, at) => {
    const stage = form.stages.find((one) => one.id === id);
    return {
      ...opinion,
      ...(revision === shown ? {} : { revision }),
      stage: stage?.label[lang] ?? id,
      ...suppliedShown(stage, supplied, lang, { seesInternal: true }),
      ...(cuts
        ? {
            cut: cutShown(
              form.definition,
              view,
              view.earlier.slice(0, at).flatMap((one) => one.cuts ?? []),
              cuts,
            ),
          }
        : {}),
    };
  });

/** What a decision cut: in all, and line by line, from what the decisions before it had left. */
function cutShown(
  definition: FormDefinition,
  { declaration }: DecisionView,
  before: readonly Cut[],
  cuts: readonly Cut[],
): NonNullable<Opinion['cut']> {
  const was = planAfter(definition, declaration, before);
  const lines = cuts.flatMap(({ line, amountFen, reason }) => {
    const { name = '', amountFen: beforeFen = amountFen } = was[line] ?? {};
    return beforeFen === amountFen ? [] : [{ name, beforeFen, amountFen, reason }];
  });
  return { fen: lines.reduce((sum, one) => sum + one.beforeFen - one.amountFen, 0), lines };
}

/** Why the stage is asked again, with the stage by its name. */
function sentBackShown({ form }: OpenedRequest, { sentBack }: DecisionView, lang: 'zh' | 'en') {
  if (!sentBack) return {};
  const label = form.stages.find(({ id }) => id === sentBack.stage)?.label[lang];
  return { sentBack: { ...sentBack, stage: label ?? sentBack.stage } };
}

/** To whom the request can be given. */
const takersOf = ({ now }: Deps, { loaded, stage, part, assignee }: OpenedRequest) =>
  mayBeGiven(asProject(loaded), stage, assignee.id, { ...part, at: now().toISOString() });

/**
 * Since when the page stands open. Shown again after a POST it is the same page, as long as it shows the same content;
 * what nobody can have been told is left aside. A form beside the decision's says nothing: what counts is when the
 * request was first shown.
 */
function openSince(
  { now }: Deps,
  { form }: Call,
  { request, assignee }: OpenedRequest,
  { contentHash }: DecisionView,
): string {
  const posted = form?.get('contentHash');
  const said = form && posted === contentHash ? openedIn(form).openedAt : undefined;
  const openedAt = posted === null ? openedAtBy(request, assignee.id) : said;
  const at = now();
  return openedAt !== undefined && isSinceAsked(request, openedAt, at) ? openedAt : at.toISOString();
}

/** Who is signed in, for the head of the page; the holder of a link is not. */
const personIn = ({ way }: OpenedRequest) => (way.by === 'link' ? {} : { person: inHead(way.member) });

/** How the files stand that are decided on, and those that were sent for the decision. */
async function filesOf(
  deps: Deps,
  opened: OpenedRequest,
  { declaration }: DecisionView,
): Promise<Pick<DecisionPageProps, 'files' | 'attaching'>> {
  const { database, taken } = deps;
  const own = await ownFilesShown(deps, opened);
  const place = { projectId: opened.loaded.record.id, base: `${addressOf(opened)}/attachments` };
  const files = await filesShown(database, taken, place, filesIn(opened.form.definition, declaration));
  if (!asksForFiles(opened)) return { files };
  const standings = new Map(own.map((record) => [record.id, standingOf(record, taken)]));
  const attaching = {
    own: own.map(fileOf),
    files: { base: place.base, standings },
    mostBytes: taken.mostBytes,
  };
  return { files, attaching };
}

/** @param coming what is shown, while it is read: what else the page has is read beside it */
export async function decisionPage(
  deps: Deps,
  call: Call,
  opened: OpenedRequest,
  coming: DecisionView | Promise<DecisionView>,
  { problem, tried }: Shown = {},
): Promise<NonNullable<Answer['page']>> {
  const { lang } = call;
  const [view, canned, { DecisionPage }] = await Promise.all([
    coming,
    cannedFor(deps, opened.settings, opened.assignee.id),
    import('./pages/decision-page.tsx'),
  ]);
  const shown = await filesOf(deps, opened, view);
  const consequenceOf = ({ view: left }: NonNullable<Shown['tried']>) =>
    consequencesOf(opened, left.project, lang).approve;
  return {
    content: (
      <DecisionPage
        lang={lang}
        decision={view}
        definition={opened.form.definition}
        {...shown}
        action={addressOf(opened)}
        stage={opened.stage}
        {...sentBackShown(opened, view, lang)}
        consequences={consequencesOf(opened, view.project, lang)}
        canned={canned}
        contact={opened.settings.contact}
        overdue={view.status === 'open' && view.deadline < deps.now().toISOString()}
        others={othersOf(opened)}
        opinions={opinionsOf(opened, view, lang)}
        openedAt={openSince(deps, call, opened, view)}
        signedIn={opened.way.by !== 'link'}
        takers={mayBeTransferred(opened) ? takersOf(deps, opened) : []}
        mailed={call.query.notice === 'mailed'}
        {...(tried ? { tried: { ...tried, consequence: consequenceOf(tried) } } : {})}
        {...(call.form ? { typed: typedIn(call.form, opened.stage) } : {})}
        {...(problem ? { problem: problemShown(problem, call, opened, view) } : {})}
      />
    ),
    frame: {
      title: capitalised(say(opened.stage.label, lang)),
      // To be asked for the code is the next step.
      ...(problem?.code === 'code-required' ? { isFailure: false } : {}),
      about: withNumber(view.project.title, view.project.id, lang),
      script: 'decision',
      ...personIn(opened),
    },
  };
}

export async function deadLinkPage(
  call: Call,
  opened: OpenedRequest,
  link: DeadLinkView,
  { problem, next }: { readonly problem?: Problem; readonly next?: NextAsked | null | undefined } = {},
): Promise<NonNullable<Answer['page']>> {
  const { DeadLinkPage } = await import('./pages/dead-link-page.tsx');
  return {
    content: (
      <DeadLinkPage
        lang={call.lang}
        link={link}
        action={addressOf(opened)}
        contact={opened.settings.contact}
        next={next}
        {...(problem ? { problem: problemShown(problem, call, opened), written: writtenIn(call.form) } : {})}
      />
    ),
    frame: {
      title: deadLinkTitles[call.lang][link.kind],
      // The title says what became of it.
      isFailure: false,
      about: link.project.id,
      ...personIn(opened),
    },
  };
}
