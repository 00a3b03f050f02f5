import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_OPINION, opinion } from '../../shared/contract/fields.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { emptyHead, link } from '../../shared/history/chain.ts';
import { sha256 } from '../../shared/history/digest.ts';
import { allApart, withOpinions } from '../../shared/project/opinions.ts';
import { by, given, inReview, usual } from '../builders/workflow.ts';

const KILOBYTE = 1_024;

/** Characters of one, three and four bytes. */
const opinions = fc
  .string({
    unit: fc.constantFrom('审', '核', '，', '𠮷', '🏛', 'a', '\n'),
    minLength: 1,
    maxLength: LONGEST_OPINION,
    size: 'max',
  })
  .map((text) => text.trim())
  .filter((text) => text !== '');

/** Decides with all that an approval says of itself: cuts, a code, the page's time, whose place is taken. */
function decided(comment: string) {
  const { after } = given(...inReview).when(
    usual.approve('reviewer', 'finance-review', {
      actor: {
        ...by('reviewer', 'reviewer', 'session'),
        ...{ name: '审核人丙', onBehalfOf: '审核人甲', onBehalfOfId: 'reviewer2' },
      },
      comment,
      requestId: '123e4567-e89b-12d3-a456-426614174000',
      proof: 'session-and-code',
      openedAt: '2026-03-18T01:58:03.000Z',
      cuts: [{ line: 1, amountFen: 5_000_000, reason: '按上年标准核减此项支出' }],
    }),
  );
  if (!after?.loaded) throw new Error('The approval was refused');
  const events = link('2026-7K3M-9QXD', { ...emptyHead, seq: 100 }, after.events);
  const event = events.find(({ action }) => action === 'decided');
  if (!event) throw new Error('Nothing was decided');
  return { loaded: after.loaded, event };
}

const bytes = (value: unknown): number => new TextEncoder().encode(canonical(value)).length;

describe('an opinion of any length', () => {
  it('leaves its event under a kilobyte, and is read whole', () => {
    fc.assert(
      fc.property(opinions, (text) => {
        expect(opinion.parse(text)).toBe(text);
        const { loaded, event } = decided(text);
        expect(bytes(event)).toBeLessThan(KILOBYTE);
        expect([event.comment, event.commentHash]).toContain(
          event.comment === undefined ? sha256(text) : text,
        );
        const [told] = withOpinions([event], loaded);
        expect(told?.comment).toBe(text);
        // What programs get has its hash again, and the opinion beside it.
        expect(allApart([told ?? event]).events).toEqual([event]);
      }),
    );
  });

  it.each([
    ['a thousand characters of Chinese', '审'.repeat(LONGEST_OPINION)],
    ['a thousand outside the basic plane', '🏛'.repeat(LONGEST_OPINION)],
  ])('of %s is bound by its hash alone', (_, text) => {
    expect(opinion.safeParse(text).success).toBe(true);
    expect(opinion.safeParse(`${text}审`).success).toBe(false);
    const { loaded, event } = decided(text);
    expect(bytes(event)).toBeLessThan(KILOBYTE);
    expect(event).not.toHaveProperty('comment');
    expect(event.commentHash).toBe(sha256(text));
    expect(loaded.requests[0]?.decisions[0]?.comment).toBe(text);
    expect(allApart(withOpinions([event], loaded)).opinions).toEqual([
      { chain: '2026-7K3M-9QXD', seq: event.seq, comment: text },
    ]);
  });

  it('of a short sentence stands in its event, as it always did', () => {
    expect(decided('同意，第三项按上年执行数核定金额').event).toMatchObject({
      comment: '同意，第三项按上年执行数核定金额',
    });
  });

  it('is not shown where the record has another text than the event binds', () => {
    const { loaded, event } = decided('审'.repeat(LONGEST_OPINION));
    const other = loaded.requests.map((request) => ({
      ...request,
      decisions: request.decisions.map((decision) => ({ ...decision, comment: '核'.repeat(500) })),
    }));
    expect(withOpinions([event], { requests: other })).toEqual([event]);
  });
});
