import {
  type DecisionBody,
  decisionBody,
  LONGEST_COMMENT,
  reassignment,
} from '../../shared/http/contract.ts';
import { type Answer, type Call, type Route, route } from '../../shared/http/endpoint.ts';
import { inLanguage, Problem } from '../../shared/http/problem.ts';
import { problemCodes } from '../../shared/http/problem-codes.ts';
import { decideRequest, renewLink } from './decide-request.ts';
import { type OpenedLink, openLink, type Parts } from './open-link.ts';
import { decisionPage } from './page.tsx';
import { reassign } from './reassign.ts';
import { decisionViewOf } from './view.ts';

/** A page's fields as the JSON body would have them. */
function bodyOfForm(form: URLSearchParams): DecisionBody {
  const comment = (form.get('comment') ?? '').replaceAll('\r\n', '\n').trim();
  const parsed = decisionBody.safeParse({
    outcome: form.get('outcome') ?? undefined,
    ...(comment === '' ? {} : { comment }),
    contentHash: form.get('contentHash') ?? undefined,
  });
  if (parsed.success) return parsed.data;
  const message = {
    zh: `请选择一项决定；意见不超过 ${LONGEST_COMMENT} 字`,
    en: `Choose a decision; a comment can have ${LONGEST_COMMENT} characters at most`,
  };
  throw new Problem('invalid-body', { errors: [{ rule: 'shape', severity: 'error', path: '', message }] });
}

const messageOf = (problem: Problem, lang: 'zh' | 'en'): string =>
  [
    problem.detail?.[lang] ?? problemCodes[problem.code].title[lang],
    ...inLanguage(problem.errors ?? [], lang).map((finding) => finding.message),
  ].join(lang === 'zh' ? '。' : '. ');

async function answer(parts: Parts, call: Call, opened: OpenedLink, problem?: Problem): Promise<Answer> {
  const view = await decisionViewOf(parts, opened, call.lang);
  const told = problem && { code: problem.code, message: messageOf(problem, call.lang) };
  return { status: problem?.status ?? 200, json: view, page: decisionPage(parts, call, opened, view, told) };
}

/** On a page a refusal shows the request as it stands now, with what was typed; a program gets the problem. */
async function shownOnPage(
  parts: Parts,
  call: Call,
  token: string,
  work: () => Promise<void>,
): Promise<Answer> {
  let problem: Problem | undefined;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem) || !call.form) throw error;
    problem = error;
  }
  // After a decision the address of the page stays the link's own, so that reloading it only shows again.
  if (!problem && call.form) return { status: 303, location: `/decisions/${token}` };
  return answer(parts, call, await openLink(parts, token, call.person), problem);
}

async function decideLink(parts: Parts, call: Call<DecisionBody | undefined>): Promise<Answer> {
  const token = call.path.token ?? '';
  const opened = await openLink(parts, token, call.person);
  return shownOnPage(parts, call, token, async () => {
    const body = call.form ? bodyOfForm(call.form) : call.body;
    if (!body) throw new Problem('invalid-body');
    await decideRequest(parts, opened, body, call.requestId);
  });
}

async function renew(parts: Parts, call: Call): Promise<Answer> {
  const token = call.path.token ?? '';
  const opened = await openLink(parts, token, call.person);
  return shownOnPage(parts, call, token, () => renewLink(parts, opened, call.requestId));
}

/** This function's part of the contract at the edge. */
export function decisionRoutes(parts: Parts): Readonly<Record<string, Route>> {
  return {
    'GET /decisions/{token}': route({
      policy: 'link',
      handle: async (call) => answer(parts, call, await openLink(parts, call.path.token ?? '', call.person)),
    }),
    'POST /decisions/{token}': route({
      policy: 'link',
      body: decisionBody,
      takesForm: true,
      handle: (call) => decideLink(parts, call),
    }),
    'POST /projects/{id}/reassignment': route({
      policy: { roles: ['administrator'] },
      body: reassignment,
      handle: async (call) => {
        await reassign(parts, call);
        return { status: 200, json: { reassigned: true } };
      },
    }),
    'POST /decisions/{token}/renew': route({
      policy: 'link',
      takesForm: true,
      handle: (call) => renew(parts, call),
    }),
  };
}
