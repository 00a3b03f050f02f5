import { describe, expect, it } from '@jest/globals';
import type { Directory } from '../../../shared/workflow/directory.ts';
import { aDirectory, by, given, inReview, MORNING, usual } from '../../builders/workflow.ts';

const submitted = [usual.create(), usual.submit(1)];
const ask = usual.request('finance-review');

const withPeople = (change: (one: Directory['people'][number]) => Partial<Directory['people'][number]>) => ({
  directory: { ...aDirectory, people: aDirectory.people.map((one) => ({ ...one, ...change(one) })) },
});
const askedIn = (changes: object) =>
  given(...submitted)
    .in(changes)
    .when(ask)
    .follows([{ action: 'requested' }])
    ?.events.at(-1)
    ?.assignees?.map(({ id, onBehalfOfId }) => [id, onBehalfOfId].filter(Boolean).join(' for '));

it('asks the holder of the stage’s post, until the evening of the fifth working day', () => {
  const after = given(...submitted)
    .when(ask)
    .follows([
      {
        action: 'requested',
        actor: { id: 'flow', name: 'Countersign', role: 'system', via: 'system' },
        stage: 'finance-review',
        revision: 1,
        assignees: [{ id: 'reviewer', name: 'reviewer' }],
        deadline: '2026-03-25T10:00:00.000Z',
        calendar: 'test',
      },
    ]);
  expect(after?.loaded?.requests).toMatchObject([
    { status: 'open', requestedAt: MORNING, steps: 0, token: 'token-finance-review-1' },
  ]);
});

describe('whom it asks', () => {
  it('is whom the holder named, while the holder is away', () => {
    const absences = [{ from: '2026-03-16', to: '2026-03-20', delegate: 'secretary' }];
    expect(askedIn(withPeople(({ id }) => (id === 'reviewer' ? { absences } : {})))).toEqual([
      'secretary for reviewer',
    ]);
  });

  it('is the post’s delegate where the holder made the declaration', () => {
    const edited = [usual.create(), usual.save(1, { actor: by('reviewer') }), usual.submit(2)];
    given(...edited)
      .when(ask)
      .follows([
        {
          action: 'requested',
          assignees: [
            { id: 'reviewer2', name: 'reviewer2', onBehalfOf: 'reviewer', onBehalfOfId: 'reviewer' },
          ],
        },
      ]);
  });

  it('is the post’s delegate where the holder has the mailbox of somebody who made it', () => {
    const changes = withPeople(({ id }) => (id === 'reviewer' ? { email: 'Maker@Countersign.example' } : {}));
    expect(askedIn(changes)).toEqual(['reviewer2 for reviewer']);
  });

  it('is one mailbox once, under however many ids it holds posts', () => {
    const [own, bureau] = aDirectory.units;
    if (!own || !bureau) throw new Error('The directory has two units');
    const posts = [...(bureau.posts ?? []), { post: 'reviewer', holder: 'secretary' }];
    const people = aDirectory.people.map((one) =>
      one.id === 'secretary' ? { ...one, email: 'reviewer@countersign.example' } : one,
    );
    const directory = { ...aDirectory, units: [own, { ...bureau, posts }], people };
    expect(askedIn({ directory })).toEqual(['reviewer']);
  });

  it('is nobody where nobody holds the post: the request is open all the same', () => {
    expect(askedIn({ directory: { ...aDirectory, units: aDirectory.units.slice(0, 1) } })).toEqual([]);
  });
});

it('is refused a second time', () => {
  given(...inReview)
    .when(ask)
    .refuses('already-asked');
});

it('is refused for a stage or revision that the project is not at', () => {
  given(...submitted)
    .when(usual.request('approval'))
    .refuses('request-closed');
  given(...submitted)
    .when(usual.request('finance-review', 2))
    .refuses('request-closed');
});

it('is refused where there is no project', () => {
  given().when(ask).refuses('no-such-project');
});
