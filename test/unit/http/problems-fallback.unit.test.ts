import { expect, it, jest } from '@jest/globals';
import { anHttpEvent } from '../../fixtures/http-event.ts';
import { logOf } from '../../support/captured-log.ts';

// The page of problems itself breaks: everything below it must still answer.
jest.unstable_mockModule('../../../shared/pages/render.tsx', () => ({
  renderPage: () => {
    throw new Error('no page today');
  },
}));
const { anEndpoint } = await import('../../builders/endpoint.ts');

it('a problem whose page cannot be rendered is told in the plain form', async () => {
  const send = anEndpoint({});
  const lines = await logOf(async () => {
    const answer = await send(anHttpEvent({ route: '/missing', headers: { accept: 'text/html' } }));
    expect(answer).toMatchObject({
      statusCode: 500,
      headers: { 'content-type': 'application/problem+json', 'x-content-type-options': 'nosniff' },
      json: { code: 'internal' },
    });
  });
  expect(lines).toEqual([
    expect.objectContaining({ code: 'UNEXPECTED', reason: 'no page today' }),
    expect.objectContaining({ AnswersFailed: 1 }),
  ]);
});
