import { expect, it } from '@jest/globals';
import { by, given, inReview, returned, usual } from '../../builders/workflow.ts';

it('leaves no event: a draft belongs to its unit', () => {
  const after = given(usual.create()).when(usual.save(1)).follows([]);
  expect(after?.loaded?.record.version).toBe(2);
});

it('makes whoever saved an editor, who decides nothing on this project any more', () => {
  const after = given(usual.create())
    .when(usual.save(1, { actor: by('colleague') }))
    .follows([]);
  expect(after?.loaded?.record.editors).toEqual(['maker', 'colleague']);
});

it('is possible again after a return', () => {
  given(...returned)
    .when(usual.save(3))
    .follows([]);
});

it('is refused over a version that somebody has changed since', () => {
  given(usual.create(), usual.save(1)).when(usual.save(1)).refuses('stale-version');
});

it('is refused once it was handed in, whatever version is named: the state says more', () => {
  given(...inReview)
    .when(usual.save(1))
    .refuses('not-in-this-state');
});

it('is refused where there is no project', () => {
  given().when(usual.save(1)).refuses('no-such-project');
});
