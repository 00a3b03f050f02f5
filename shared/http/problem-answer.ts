import { type Problem, problemView } from '../contract/problem.ts';
import { LANG_TAG } from '../values/language.ts';
import type { Exchange } from './exchange.ts';
import type { Answer } from './route.ts';
import { signInFor } from './sign-in-address.ts';

/** RFC 9457, for programs. It needs nothing that could fail. */
export function plainProblem(problem: Problem, { lang }: Pick<Exchange, 'lang'>): Answer {
  return {
    status: problem.status,
    headers: { 'content-language': LANG_TAG[lang], ...problem.headers },
    text: { type: 'application/problem+json', body: JSON.stringify(problemView(problem, lang)) },
  };
}

/** A problem in the form that its reader understands: plain for programs, a page or the way to sign in for people. */
export async function problemAnswer(problem: Problem, exchange: Exchange): Promise<Answer> {
  const { accepts, isRead, address, params } = exchange;
  if (accepts !== 'html') return plainProblem(problem, exchange);
  if (problem.code === 'unauthenticated' && isRead) return { status: 303, location: signInFor(address) };
  if (problem.elsewhere !== undefined && isRead)
    return { status: 303, location: `${problem.elsewhere}${params.size > 0 ? `?${params}` : ''}` };
  const { problemContent } = await import('./problem-content.tsx');
  const page = await problemContent(problem, exchange);
  return { status: problem.status, headers: problem.headers, page };
}
