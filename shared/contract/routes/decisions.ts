import { decisionBody, reassignment } from '../bodies.ts';
import { decisionForm, emptyForm, reassignmentForm } from '../forms.ts';
import { HTML } from '../media-types.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

const fn = 'decisions';
const heldByLink = [
  'not-found',
  'other-person',
  'no-longer-listed',
  'own-project',
] as const satisfies readonly ProblemCode[];

export const decisionRows = {
  'GET /decisions/{token}': {
    fn,
    summary: 'What is to be decided. It changes nothing, however often it is asked for',
    who: 'link',
    answers: { 200: { description: 'The request, open or not', schema: 'Decision', types: [HTML] } },
    problems: heldByLink,
  },
  'POST /decisions/{token}': {
    fn,
    summary: 'Decide',
    who: 'link',
    body: decisionBody,
    form: decisionForm,
    answers: {
      200: {
        description:
          'The request, decided; for a form with `preview` the page with what the cuts would leave',
        schema: 'Decision',
        types: [HTML],
      },
      303: movedOn,
    },
    problems: [
      ...heldByLink,
      'already-decided',
      'content-changed',
      'request-closed',
      'reassigned',
      'link-expired',
      'code-required',
      'wrong-code',
    ],
    records: ['decided', 'approved', 'returned', 'rejected'],
  },
  'POST /decisions/{token}/renew': {
    fn,
    summary: 'Mail a fresh link to the same person, while the request is open',
    who: 'link',
    form: emptyForm,
    answers: { 200: { description: 'The request', schema: 'Decision' }, 303: movedOn },
    problems: [...heldByLink, 'already-decided', 'request-closed', 'reassigned'],
    records: ['link-renewed'],
  },
  'POST /projects/{id}/reassignment': {
    fn,
    summary: 'Give an open request to another holder of the stage’s post, or to a delegate',
    who: { roles: ['administrator'] },
    body: reassignment,
    form: reassignmentForm,
    answers: { 200: { description: 'It was reassigned', schema: 'Reassigned' }, 303: movedOn },
    problems: ['not-found', 'unknown-person', 'not-a-holder', 'to-oneself', 'own-project', 'request-closed'],
    records: ['reassigned'],
  },
} as const satisfies RouteRows;
