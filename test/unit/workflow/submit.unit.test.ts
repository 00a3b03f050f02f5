import { describe, expect, it } from '@jest/globals';
import type { Stage } from '../../../shared/workflow/stages.ts';
import { by, given, hashOf, inReview, returned, unit, usual } from '../../builders/workflow.ts';

describe('a draft', () => {
  it('goes into review at the first stage that it passes, with the hash of what was handed in', () => {
    given(usual.create())
      .when(usual.submit(1))
      .follows([
        {
          action: 'submitted',
          revision: 1,
          from: 'draft',
          to: 'in-review',
          next: 'finance-review',
          requestedFen: 30_000_000,
          contentHash: hashOf(1),
        },
      ]);
  });

  it('is handed in by whoever hands it in: mails about it go there, and the person is an editor', () => {
    const after = given(usual.create())
      .when(usual.submit(1, 1, { actor: by('colleague') }))
      .follows([{ action: 'submitted' }]);
    const { submittedBy, editors } = after?.loaded?.record ?? {};
    expect([submittedBy?.id, editors]).toEqual(['colleague', ['maker', 'colleague']]);
  });

  it('of a returned project is the next revision', () => {
    given(...returned)
      .when(usual.submit(3, 2))
      .follows([{ action: 'submitted', revision: 2, from: 'returned', contentHash: hashOf(2) }]);
  });

  it('is refused over a version that somebody has changed since', () => {
    given(usual.create(), usual.save(1)).when(usual.submit(1)).refuses('stale-version');
  });

  it('is refused while it is in review: a submitted revision is not replaced (R32)', () => {
    given(...inReview)
      .when(usual.submit(2))
      .refuses('not-in-this-state');
  });
});

describe('a declaration that was never a draft', () => {
  it('is created and submitted in one', () => {
    given()
      .when(usual.submit(undefined))
      .follows([
        { action: 'created', revision: 1, to: 'draft' },
        { action: 'submitted', revision: 1, from: 'draft', to: 'in-review' },
      ]);
  });
});

describe('the first stage', () => {
  const passes = (changes: object) =>
    given(usual.create())
      .in(changes)
      .when(usual.submit(1))
      .follows([{ action: 'submitted' }])
      ?.events.at(-1)?.next;
  const directory = {
    units: [{ ...unit, posts: [{ post: 'head', holder: 'head' }] }],
    people: [{ id: 'head', name: 'head', email: 'head@countersign.example', unit: unit.id }],
  };

  it('is the sign-off by the head of the unit where the directory names one', () => {
    expect(passes({ directory })).toBe('unit-signoff');
  });

  it('is the finance review where it names none', () => {
    expect(passes({})).toBe('finance-review');
  });

  it('is refused where a workflow has no stage that this project passes', () => {
    const never: Stage[] = [];
    given(usual.create()).when(usual.submit(1), { stages: never }).refuses('nobody-decides');
  });
});
