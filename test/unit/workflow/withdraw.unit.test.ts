import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { atApproval, by, type Given, given, inReview, returned, usual } from '../../builders/workflow.ts';

const withdraw = (version: number): Command => ({
  type: 'withdraw',
  actor: by('maker'),
  requestId: 'withdraw',
  version,
});

it.each<[string, readonly Given[], number, 'draft' | 'in-review' | 'returned']>([
  ['a draft', [usual.create()], 1, 'draft'],
  ['a project in review', inReview, 2, 'in-review'],
  ['a project that was decided once', atApproval, 3, 'in-review'],
  ['a returned project', returned, 3, 'returned'],
])('ends %s for good, and closes what is open', (_, happened, version, from) => {
  const after = given(...happened)
    .when(withdraw(version))
    .follows([{ action: 'withdrawn', from, to: 'withdrawn' }]);
  expect(after?.loaded?.requests.filter(({ status }) => status === 'open')).toEqual([]);
});

it('is refused after the end', () => {
  given(usual.create(), withdraw(1)).when(withdraw(2)).refuses('not-in-this-state');
});

it('is refused over a version that has changed since', () => {
  given(usual.create(), usual.save(1)).when(withdraw(1)).refuses('stale-version');
});
