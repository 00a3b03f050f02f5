import { listFindings } from '../../shared/contract/list-findings.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { problemCodes } from '../../shared/contract/problem-codes.ts';
import type { DeadLinkView, DecisionView } from '../../shared/contract/views.ts';
import type { Cut } from '../../shared/forms/cuts.ts';
import type { Answer, Call } from '../../shared/http/route.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import { suppliedTexts } from '../../shared/workflow/supplied-texts.ts';
import { consequencesOf } from './consequences.ts';
import type { Deps } from './deps.ts';
import { pathOnPage, readCuts, typedCuts, typedSupplied } from './form-body.ts';
import type { OpenedLink } from './open-link.ts';
import { DeadLinkPage } from './pages/dead-link-page.tsx';
import { DecisionPage } from './pages/decision-page.tsx';
import type { DecisionPageProps } from './pages/decision-page-props.ts';
import { planOf } from './view.ts';

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
  return {
    ...(code === null ? {} : { code }),
    outcome: form.get('outcome') ?? '',
    comment: form.get('comment') ?? '',
    fields: form.getAll('fields').slice(0, MOST_CHECKED),
    cuts: typedCuts(form),
    supplied: typedSupplied(form, stage),
  };
}

/** @param view of an open request: findings on cuts are shown beside them */
function problemShown(problem: Problem, call: Call, opened: OpenedLink, view?: DecisionView) {
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
const othersOf = ({ request, link, stage }: OpenedLink) =>
  (stage.quorum ?? 'any') !== 'any'
    ? request.decisions
        .filter(({ by }) => by.id !== link.assignee.id)
        .map(({ by, at, outcome }) => ({ by: by.name, at, outcome }))
    : [];

/** The opinions of the stages before, for whoever decides after them. */
const opinionsOf = ({ form }: OpenedLink, { earlier }: DecisionView, lang: 'zh' | 'en') =>
  earlier.map(({ stage: id, supplied, ...opinion }) => {
    const stage = form.stages.find((one) => one.id === id);
    return {
      ...opinion,
      stage: stage?.label[lang] ?? id,
      supplied: suppliedTexts(stage, supplied, lang, { seesInternal: true }),
    };
  });

export function decisionPage(
  deps: Deps,
  call: Call,
  opened: OpenedLink,
  view: DecisionView,
  { problem, tried }: Shown = {},
): NonNullable<Answer['page']> {
  const { lang } = call;
  const consequenceOf = ({ view: left }: NonNullable<Shown['tried']>) =>
    consequencesOf(opened, left.project, lang).approve;
  return {
    content: (
      <DecisionPage
        lang={lang}
        decision={view}
        definition={opened.form.definition}
        action={`/decisions/${call.path.token ?? ''}`}
        stage={opened.stage}
        consequences={consequencesOf(opened, view.project, lang)}
        contact={opened.settings.contact}
        overdue={view.status === 'open' && view.deadline < deps.now().toISOString()}
        others={othersOf(opened)}
        opinions={opinionsOf(opened, view, lang)}
        {...(tried ? { tried: { ...tried, consequence: consequenceOf(tried) } } : {})}
        {...(call.form ? { typed: typedIn(call.form, opened.stage) } : {})}
        {...(problem ? { problem: problemShown(problem, call, opened, view) } : {})}
      />
    ),
    frame: { title: view.project.title },
  };
}

export const deadLinkPage = (
  call: Call,
  opened: OpenedLink,
  link: DeadLinkView,
  problem?: Problem,
): NonNullable<Answer['page']> => ({
  content: (
    <DeadLinkPage
      lang={call.lang}
      link={link}
      action={`/decisions/${call.path.token ?? ''}`}
      contact={opened.settings.contact}
      {...(problem ? { problem: problemShown(problem, call, opened) } : {})}
    />
  ),
  frame: { title: link.project.id },
});
