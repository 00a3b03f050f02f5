import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../shared/history/canonical.ts';
import { emptyHead, link } from '../../shared/history/chain.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { verifyChain as verify } from '../../shared/history/verification/verify-chain.ts';
import { anyBody } from '../builders/any-event.ts';

const wellFormed = fc.string({ unit: 'grapheme', maxLength: 20 });

const moment = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

const history = fc
  .array(anyBody(moment), { minLength: 2, maxLength: 12 })
  .map((bodies) => link('2021-TEST-TEST', emptyHead, bodies));

const headOf = (events: readonly HistoryEvent[]) => {
  const last = events.at(-1);
  return last ? { seq: last.seq, hash: last.hash } : emptyHead;
};

describe('the canonical form', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(wellFormed, fc.jsonValue()), (value) => {
        fc.pre(JSON.stringify(value).isWellFormed() && !JSON.stringify(value).includes('\\ud'));
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonical(reversed)).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['{"b":1,"a":[true,null,"\\n€"]}', '{"a":[true,null,"\\n€"],"b":1}'],
    // The sorting example of RFC 8785 §3.2.3: UTF-16 code units, so the emoji stands before U+FB33.
    [
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\uFB33":"Hebrew Letter Dalet With Dagesh"}',
    ],
    [
      '[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0]',
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    ],
  ])('of %s is as RFC 8785 writes it', (json, expected) => {
    expect(canonical(JSON.parse(json))).toBe(expected);
  });

  it.each([undefined, Number.NaN, () => 0, { a: undefined }, '\ud800'])(
    'refuses %p, which JSON cannot say',
    (value) => {
      expect(() => canonical(value)).toThrow(TypeError);
    },
  );
});

describe('a chain', () => {
  it('holds as it was written', () => {
    fc.assert(
      fc.property(history, (events) => {
        expect(verify('2021-TEST-TEST', events, headOf(events))).toMatchObject({
          valid: true,
          events: events.length,
        });
      }),
    );
  });

  it('shows any changed field', () => {
    fc.assert(
      fc.property(
        history,
        fc.nat(),
        fc.constantFrom('at', 'requestId', 'action', 'comment', 'hash', 'seq'),
        (events, pick, field) => {
          const at = pick % events.length;
          const tampered = events.map((event, index) => {
            if (index !== at) return event;
            const before = Reflect.get(event, field);
            return {
              ...event,
              [field]: typeof before === 'number' ? before + 1 : `${before ?? ''}x`,
            } as HistoryEvent;
          });
          expect(verify('2021-TEST-TEST', tampered, headOf(events)).valid).toBe(false);
        },
      ),
    );
  });

  it('shows a removed, a swapped and a cut-off event', () => {
    fc.assert(
      fc.property(history, fc.nat(), (events, pick) => {
        const at = pick % events.length;
        const head = headOf(events);
        expect(verify('2021-TEST-TEST', events.toSpliced(at, 1), head).valid).toBe(false);
        expect(verify('2021-TEST-TEST', events.slice(0, at), head).valid).toBe(false);
        const next = (at + 1) % events.length;
        const swapped = events.map((event, index) =>
          index === at ? events[next] : index === next ? events[at] : event,
        );
        expect(verify('2021-TEST-TEST', swapped as HistoryEvent[], head).valid).toBe(false);
      }),
    );
  });

  it('names the first event that does not hold', () => {
    const cause = {
      at: '2021-11-18T10:00:00.000Z',
      actor: { id: 'a', name: 'a', role: 'submitter', via: 'session' },
    } as const;
    const about = { projectId: 'p', unit: 'u', revision: 1 };
    const events = link('p', emptyHead, [
      { ...cause, ...about, action: 'created', to: 'draft', requestId: '1' },
      { ...cause, ...about, action: 'recalled', from: 'in-review', to: 'draft', requestId: '2' },
    ]);
    const tampered = events.map((event) => (event.seq === 2 ? { ...event, comment: 'x' } : event));
    expect(verify('p', tampered, headOf(events))).toMatchObject({
      valid: false,
      events: 2,
      head: headOf(events),
      firstBroken: { seq: 2, kind: 'changed', field: 'comment' },
    });
  });
});

describe('the golden vector', () => {
  it('hashes as it did when it was committed', () => {
    const [event] = link('2021-7K3M-9QXD', emptyHead, [
      {
        at: '2021-11-09T01:12:00.000Z',
        actor: { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' },
        action: 'created',
        projectId: '2021-7K3M-9QXD',
        unit: '11530121MB1584810X',
        budgetYear: 2021,
        revision: 1,
        to: 'draft',
        requestId: 'golden-1',
      },
    ]);
    expect(event?.previousHash).toBe('0'.repeat(64));
    expect(event?.hash).toBe('a1d2f34cfcc761e38042a7bbf5071ad3f9417effeb67f3dab5b81ed48317dc98');
  });
});
