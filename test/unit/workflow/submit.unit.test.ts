import { describe, expect, it } from '@jest/globals';
import type { Committed, Round } from '../../../shared/workflow/rounds.ts';
import type { Stage } from '../../../shared/workflow/stages.ts';
import {
  by,
  byProgram,
  type Given,
  given,
  hashOf,
  inReview,
  returned,
  unit,
  usual,
} from '../../builders/workflow.ts';

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

  it('is handed in by a program as its person, and whoever gave it its key is an editor too', () => {
    const after = given(usual.create())
      .when(usual.submit(1, 1, { actor: byProgram('colleague', 'administrator') }))
      .follows([{ action: 'submitted' }]);
    const { submittedBy, editors, flow } = after?.loaded?.record ?? {};
    expect([submittedBy?.id, editors, flow?.authors]).toEqual([
      'colleague',
      ['maker', 'colleague', 'administrator'],
      ['maker', 'colleague', 'administrator'],
    ]);
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

describe('a round', () => {
  // A Wednesday in March is in the first; the second is open at the same time, and longer.
  const first: Round = {
    id: 'first',
    budgetYear: 2026,
    kind: 'initial',
    opensAt: '2026-03-16T01:00:00.000Z',
    closesAt: '2026-03-20T10:00:00.000Z',
    correctionsUntil: '2026-03-27T10:00:00.000Z',
    unitCeilingFen: 50_000_000,
    ceilingFen: 80_000_000,
  };
  const second: Round = {
    ...first,
    id: 'second',
    kind: 'supplementary',
    closesAt: '2026-03-24T10:00:00.000Z',
  };
  const rounds = [second, first];
  const committed = { unitFen: 0, allFen: 0 };
  const submitted = (changes: object) =>
    given(usual.create())
      .when(usual.submit(1), { committed, ...changes })
      .follows([{ action: 'submitted' }]);
  const back: Given[] = [
    usual.create(),
    [usual.submit(1), { rounds, committed }],
    usual.request('finance-review'),
    usual.return('reviewer', 'finance-review'),
  ];

  it('need not be: then one stands open for each year, and has no name', () => {
    const after = submitted({ rounds: [] });
    expect(after?.events.at(-1)).not.toHaveProperty('round');
    expect(after?.loaded?.record).not.toHaveProperty('round');
  });

  it('is that of the year which is open; of several the one that closes first', () => {
    const after = submitted({ rounds });
    expect(after?.events.at(-1)).toMatchObject({ round: 'first' });
    expect(after?.loaded?.record.round).toBe('first');
    expect(submitted({ rounds: [second] })?.loaded?.record.round).toBe('second');
  });

  it('is open from its first instant until just before its last', () => {
    expect(submitted({ rounds, at: first.opensAt })?.loaded?.record.round).toBe('first');
    given(usual.create())
      .when(usual.submit(1), { rounds: [first], at: first.closesAt })
      .refuses('no-open-round');
  });

  it('is waited for with words that say which is the next, and when it opens in Beijing', () => {
    const next = given(usual.create()).when(usual.submit(1), {
      rounds: [first],
      at: '2026-03-10T02:00:00.000Z',
    });
    next.refuses('no-open-round');
    expect(next.refusal?.detail?.zh).toContain('“2026 年度年初申报”于 2026年3月16日 09:00（北京时间）开始');
    const none = given(usual.create()).when(usual.submit(1), { rounds: [{ ...first, budgetYear: 2027 }] });
    none.refuses('no-open-round');
    expect(none.refusal?.detail?.zh).toContain('没有已安排的下一批次');
  });

  it('keeps what came back until its corrections end, though it has closed', () => {
    const at = '2026-03-27T09:59:59.999Z';
    const after = given(...back)
      .when(usual.submit(3, 2), { rounds, committed, at })
      .follows([{ action: 'submitted', round: 'first' }]);
    expect(after?.loaded?.record.round).toBe('first');
  });

  it('takes nothing back once its corrections have ended, though another is open', () => {
    const open = { ...second, closesAt: '2026-04-30T10:00:00.000Z' };
    const late = given(...back).when(usual.submit(3, 2), {
      rounds: [first, open],
      at: first.correctionsUntil,
    });
    late.refuses('no-open-round');
    expect(late.refusal?.detail?.zh).toContain('补正已于 2026年3月27日 18:00（北京时间）截止');
  });

  it('is left by what comes back for another year', () => {
    const summary = { title: '示例项目', budgetYear: 2027, requestedFen: 30_000_000 };
    given(...back)
      .when(usual.submit(3, 2, { summary }), {
        rounds: [first, { ...first, id: 'next', budgetYear: 2027 }],
        committed,
      })
      .follows([{ action: 'submitted', round: 'next' }]);
  });

  it('is gone from what is handed in again once the office has none', () => {
    const after = given(...back)
      .when(usual.submit(3, 2))
      .follows([{ action: 'submitted', revision: 2 }]);
    expect(after?.loaded?.record).not.toHaveProperty('round');
  });

  it.each<[string, object, Committed, string | null]>([
    ['fits to the fen', {}, { unitFen: 20_000_000, allFen: 50_000_000 }, null],
    [
      'passes the ceiling of its unit by a fen',
      {},
      { unitFen: 20_000_001, allFen: 0 },
      '本单位在本批次的控制数为 50.00 万元',
    ],
    [
      'passes the ceiling of all by a fen',
      {},
      { unitFen: 0, allFen: 50_000_001 },
      '本批次的控制数为 80.00 万元',
    ],
    [
      'passes what its unit alone may have',
      { unitCeilings: { [unit.id]: 29_999_999 } },
      committed,
      '299,999.99 元',
    ],
    [
      'has more than the other units',
      { unitCeilings: { [unit.id]: 60_000_000 } },
      { unitFen: 30_000_000, allFen: 0 },
      null,
    ],
    [
      'has no ceiling',
      { ceilingFen: undefined, unitCeilingFen: undefined },
      { unitFen: 9e12, allFen: 9e12 },
      null,
    ],
  ])('takes a project or not where it %s', (_, changes, taken, words) => {
    const specified = given(usual.create()).when(usual.submit(1), {
      rounds: [{ ...first, ...changes } as Round],
      committed: taken,
    });
    if (words === null) specified.follows([{ action: 'submitted' }]);
    else specified.refuses('over-ceiling');
    expect(specified.refusal?.detail?.zh ?? null).toEqual(
      words === null ? null : expect.stringContaining(words),
    );
  });

  it('says what is taken, what is left and what was asked for', () => {
    const taken = { unitFen: 25_000_000, allFen: 25_000_000 };
    const { refusal } = given(usual.create()).when(usual.submit(1), { rounds, committed: taken });
    expect(refusal?.detail?.zh).toBe(
      '本单位在本批次的控制数为 50.00 万元，已占用 25.00 万元，剩余 25.00 万元；本次申报 30.00 万元',
    );
  });
});
