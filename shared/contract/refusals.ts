import type { Refusal, RefusalCode } from '../workflow/commands.ts';
import { Problem } from './problem.ts';
import type { ProblemCode } from './problem-codes.ts';

/** What the edge answers to each refusal of the workflow core. */
const codes: Readonly<Record<RefusalCode, ProblemCode>> = {
  'no-such-project': 'not-found',
  'not-in-this-state': 'not-in-this-state',
  'stale-version': 'stale-version',
  'nobody-decides': 'not-in-this-state',
  'nothing-cut': 'not-in-this-state',
  'already-objected': 'already-objected',
  'request-closed': 'request-closed',
  'already-asked': 'request-closed',
  'already-decided': 'already-decided',
  'content-changed': 'content-changed',
  'not-asked': 'reassigned',
  'no-longer-listed': 'no-longer-listed',
  'made-it': 'own-project',
  'own-unit': 'own-project',
  'other-unit': 'own-project',
  'decided-elsewhere': 'own-project',
  'code-required': 'code-required',
  'reason-required': 'invalid-body',
  'cuts-do-not-hold': 'invalid-body',
  'too-many-links': 'too-many-links',
  'unknown-person': 'unknown-person',
  'not-a-holder': 'not-a-holder',
  'to-oneself': 'to-oneself',
  'not-due': 'request-closed',
  'already-reported': 'request-closed',
};

export const refusalProblem = ({ refused, errors }: Refusal): Problem =>
  new Problem(codes[refused], errors === undefined ? {} : { errors });
