import type * as z from 'zod';
import { Problem, problemView } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import { transferBody } from '../../shared/contract/routes/directory.ts';
import type { TransferView } from '../../shared/contract/views.ts';
import type { Actor } from '../../shared/history/event.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { actorOf, loadMember, type Member } from '../../shared/identity/member.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { titlesOf } from '../../shared/project/personal-data.ts';
import type { RequestRecord } from '../../shared/project/records.ts';
import { requestsAsking } from '../../shared/project/waiting-for.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { peopleWith } from '../../shared/store/directory/part.ts';
import { normalText } from '../../shared/values/text.ts';
import type { Deps } from './deps.ts';
import { TransferPage } from './pages/transfer.tsx';
import { frameOf, stageLabelIn } from './pages.tsx';
import { idFor } from './references.ts';
import { failedMailsWords } from './words/failed-mails.ts';

/** All open requests of a person for somebody else: each by itself, and whichever cannot be given stays where it is. */

type Transfer = z.infer<typeof transferBody>;
type TransferCall = Call<Transfer | undefined, unknown, 'to' | 'comment'>;

/** As many as a call can do in its time; the same call again goes on with the rest. */
const MOST = 200;
/** So many at once: they are of different projects, and do not depend on each other. */
const AT_ONCE = 10;

const toThemself = {
  zh: '这些事项本来就由此人办理，请改选其他人员',
  en: 'These requests ask this person already: choose somebody else',
};

/**
 * @param from whose requests they are
 * @throws Problem `invalid-body`
 */
async function transferOf(
  { form, body }: TransferCall,
  { directory }: Member,
  from: string,
): Promise<Transfer> {
  const typed = (name: keyof Transfer): string => normalText(form?.get(name) ?? '').trim();
  const { data, error } = transferBody.safeParse(
    form ? { to: typed('to'), comment: typed('comment') } : body,
  );
  if (error) throw new Problem('invalid-body', { errors: shapeFindings(error) });
  const { id, finding } = await idFor(directory, 'person', data.to, '/to');
  if (finding) throw new Problem('invalid-body', { errors: [finding] });
  if (id === from)
    throw new Problem('invalid-body', {
      errors: [{ rule: 'directory', severity: 'error', path: '/to', message: toThemself }],
    });
  return { ...data, to: id };
}

interface Given extends Transfer {
  readonly from: string;
  readonly actor: Actor;
  readonly requestId: string;
}

/** @returns why it could not be given, or null */
async function give(deps: Deps, { projectId, stage }: RequestRecord, given: Given): Promise<Problem | null> {
  const result = await changeProject(deps, projectId, { type: 'reassign', stage, ...given });
  return isRefused(result) ? refusalProblem(result) : null;
}

/**
 * Gives them to somebody else. Done again it finds those that are left: what was given is not the person's any more.
 * @throws Problem `invalid-body`
 */
export async function postTransfer(deps: Deps, call: TransferCall, from: string): Promise<Answer> {
  const { lang, requestId } = call;
  const member = await loadMember(deps.database, call.person);
  const actor = actorOf(member, 'administrator');
  const given: Given = { ...(await transferOf(call, member, from)), from, actor, requestId };
  const all = await requestsAsking(deps.database, from);
  const some = all.slice(0, MOST);
  const titles = await titlesOf(
    deps.database,
    some.map(({ projectId }) => projectId),
  );
  const done = await inTurns(some, AT_ONCE, async (one) => {
    const { projectId, stage } = one;
    const request = { projectId, stage, title: titles.get(projectId) ?? '' };
    return { request, problem: await give(deps, one, given) };
  });
  const transfer: TransferView = {
    moved: done.flatMap(({ request, problem }) => (problem ? [] : [request])),
    notMoved: done.flatMap(({ request, problem }) => {
      if (!problem) return [];
      const { code, title, detail = title } = problemView(problem, lang);
      return [{ ...request, code, why: detail }];
    }),
    left: all.length - some.length,
  };
  const name = (await peopleWith(member.directory, [from])).get(from)?.name ?? from;
  return {
    status: 200,
    json: transfer,
    page: {
      content: (
        <TransferPage
          lang={lang}
          person={from}
          name={name}
          transfer={transfer}
          stageLabel={await stageLabelIn(deps, lang)}
        />
      ),
      frame: frameOf(member, failedMailsWords[lang].transferred),
    },
  };
}
