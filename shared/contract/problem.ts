import type { Finding } from '../forms/finding.ts';
import type { Lang, Words } from '../values/language.ts';
import { listFindings } from './list-findings.ts';
import { type ProblemCode, problemCodes } from './problem-codes.ts';
import type { ContentChange, FindingView } from './views.ts';

interface Particulars {
  /** One sentence on this very case. */
  readonly detail?: Words;
  readonly errors?: readonly Finding[];
  /** What changed, where the content was not the one that was meant. */
  readonly changed?: ContentChange;
  readonly headers?: Readonly<Record<string, string>>;
  /** The path that was meant, where it can be told: whoever asked for a page is led there. */
  readonly elsewhere?: string;
  /** The path of this site to which it is open once whoever is signed in has signed out; of pages alone. */
  readonly signedOut?: string;
  /** For the log only; never answered. */
  readonly cause?: unknown;
}

/** What is not there at present mostly is within seconds; where it is not, its problem says so. */
const SOON = { 'retry-after': '5' };

/** A refusal. Thrown anywhere under a route, answered by the edge as RFC 9457 or as a page. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: Words | undefined;
  readonly errors: readonly Finding[] | undefined;
  readonly changed: ContentChange | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly elsewhere: string | undefined;
  readonly signedOut: string | undefined;

  constructor(code: ProblemCode, particulars: Particulars = {}) {
    super(problemCodes[code].title.en, { cause: particulars.cause });
    this.code = code;
    this.status = problemCodes[code].status;
    this.detail = particulars.detail;
    this.errors = particulars.errors;
    this.changed = particulars.changed;
    this.headers = { ...(this.status === 503 ? SOON : {}), ...particulars.headers };
    this.elsewhere = particulars.elsewhere;
    this.signedOut = particulars.signedOut;
  }
}

/** The body of `application/problem+json`; what changed stands in members of its own (RFC 9457 §3.2). */
export interface ProblemView extends Partial<ContentChange> {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly errors?: FindingView[];
  /** How many there are beside those in `errors`. */
  readonly moreErrors?: number;
}

export function problemView(problem: Problem, lang: Lang): ProblemView {
  const { findings, moreFindings } = listFindings(problem.errors ?? [], lang);
  return {
    type: 'about:blank',
    title: problemCodes[problem.code].title[lang],
    status: problem.status,
    code: problem.code,
    ...(problem.detail ? { detail: problem.detail[lang] } : {}),
    ...(problem.errors ? { errors: findings } : {}),
    ...(moreFindings === undefined ? {} : { moreErrors: moreFindings }),
    ...problem.changed,
  };
}
