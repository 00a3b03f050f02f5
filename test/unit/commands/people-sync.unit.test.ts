import { describe, expect, it } from '@jest/globals';
import type { Office, OfficePerson } from '../../../infra/commands/sync/office.ts';
import { type PoolAccount, planSync } from '../../../infra/commands/sync/plan.ts';
import { leftTold, stepTold } from '../../../infra/commands/sync/told.ts';

const person = (id: string, given: Partial<OfficePerson> = {}): OfficePerson => ({
  ...{ id, name: id, mailbox: `${id}@office.example`, roles: ['submitter'] },
  ...given,
});
const account = (of: string, given: Partial<PoolAccount> = {}): PoolAccount => ({
  ...{ username: `u-${of}`, sub: `s-${of}`, mailbox: `${of}@office.example`, name: of, locale: 'zh-CN' },
  ...{ isVerified: true, isEnabled: true, roles: ['submitter'] },
  ...given,
});

/** What would be done, and what is left, a line each. */
function planned(
  office: Partial<Office>,
  accounts: readonly PoolAccount[],
  bound: Readonly<Record<string, string>> = {},
  disablesUnknown = false,
): string[] {
  const whole: Office = { people: [], left: new Set(), former: new Map(), ...office };
  const { steps, left } = planSync(
    { office: whole, accounts, bound: new Map(Object.entries(bound)) },
    disablesUnknown,
  );
  return [
    ...steps.map((step) => stepTold(step).en.replaceAll(/ {2,}/g, ' ').replaceAll('@office.example', '')),
    ...left.map(({ because, mailbox }) => `${because} ${mailbox.replace('@office.example', '')}`),
  ];
}

describe('the account of somebody in the directory', () => {
  it('is known by its own id, by whom it was last seen to be of, by its mailbox, present or former', () => {
    const people = [person('a')];
    const moved = 'change old a: mailbox a';
    expect(
      planned({ people: [person('s-old', { name: 'a', mailbox: 'a@office.example' })] }, [
        account('old', { name: 'a' }),
      ]),
    ).toEqual([moved]);
    expect(planned({ people }, [account('old', { name: 'a' })], { 's-old': 'a' })).toEqual([moved]);
    expect(planned({ people }, [account('a')])).toEqual([]);
    const former = new Map([['old@office.example', ['a']]]);
    expect(planned({ people, former }, [account('old', { name: 'a' })])).toEqual([moved]);
    // A mailbox that two had says nothing of either.
    const shared = new Map([['old@office.example', ['a', 'b']]]);
    expect(planned({ people, former: shared }, [account('old')])).toEqual([
      'make a a submitter',
      'unknown old',
    ]);
  });

  it('is the one with their mailbox, where there are two', () => {
    expect(planned({ people: [person('a')] }, [account('old'), account('a')], { 's-old': 'a' })).toEqual([
      'second old',
    ]);
  });

  it('is verified, named and spoken to as the directory has it', () => {
    const people = [person('a', { name: '甲', language: 'en' })];
    expect(planned({ people }, [account('a', { isVerified: false })])).toEqual([
      'change a a: mailbox verified, name 甲, language en',
    ]);
  });

  it('stays disabled where somebody disabled it', () => {
    expect(planned({ people: [person('a')] }, [account('a', { isEnabled: false })])).toEqual(['disabled a']);
  });

  it('keeps the role of an auditor, which no post gives', () => {
    const roles = ['submitter', 'auditor', 'approver'] as const;
    expect(planned({ people: [person('a')] }, [account('a', { roles })])).toEqual(['take a a: approver']);
  });
});

describe('mailboxes that go from one to another', () => {
  it('are changed in the order in which they come free', () => {
    const people = [
      person('a', { mailbox: 'b@office.example' }),
      person('b', { mailbox: 'c@office.example' }),
    ];
    const accounts = [account('a'), account('b')];
    expect(planned({ people }, accounts, { 's-a': 'a', 's-b': 'b' })).toEqual([
      'change b b: mailbox c',
      'change a a: mailbox b',
    ]);
  });

  it('are made once, where they come free on the way', () => {
    const people = [
      person('a', { mailbox: 'c@office.example' }),
      person('b', { mailbox: 'a@office.example' }),
    ];
    expect(planned({ people }, [account('a')], { 's-a': 'a' })).toEqual([
      'change a a: mailbox c',
      'make a b submitter',
    ]);
  });

  it('are left where two swap theirs', () => {
    const people = [
      person('a', { mailbox: 'b@office.example' }),
      person('b', { mailbox: 'a@office.example' }),
    ];
    expect(planned({ people }, [account('a'), account('b')], { 's-a': 'a', 's-b': 'b' })).toEqual([
      'mailbox-taken b',
      'mailbox-taken a',
    ]);
  });
});

describe('the account of somebody who is not in the directory', () => {
  const people = [person('adm', { roles: ['administrator'] })];
  const adm = account('adm', { roles: ['administrator'] });

  it('is disabled where they have left, whichever way they are known', () => {
    const left = new Set(['s-x', 'y', 'z']);
    const former = new Map([['z@office.example', ['z']]]);
    const accounts = [adm, account('x'), account('q'), account('z')];
    expect(planned({ people, left, former }, accounts, { 's-q': 'y' })).toEqual([
      'disable x x',
      'disable q q',
      'disable z z',
    ]);
    expect(planned({ people, left }, [adm, account('x', { isEnabled: false })])).toEqual([]);
  });

  it('is told of where they never were in it, and disabled when that is asked for', () => {
    expect(planned({ people }, [adm, account('x')])).toEqual(['unknown x']);
    expect(planned({ people }, [adm, account('x')], {}, true)).toEqual(['disable x x']);
  });

  it('audits on, and does nothing else', () => {
    const aud = account('x', { roles: ['auditor', 'administrator'] });
    expect(planned({ people }, [adm, aud])).toEqual([]);
    expect(planned({ people }, [adm, aud], {}, true)).toEqual(['auditor x']);
    expect(planned({ people, left: new Set(['s-x']) }, [adm, aud])).toEqual([
      'take x x: administrator',
      'auditor x',
    ]);
  });

  it('is left alone where nobody else could sign in as administrator', () => {
    const last = account('x', { roles: ['administrator'] });
    const left = new Set(['s-x']);
    expect(planned({ people: [person('a')], left }, [account('a'), last])).toEqual(['last-administrator x']);
    expect(planned({ people: [person('a')] }, [account('a'), last], {}, true)).toEqual([
      'last-administrator x',
    ]);
    // Nor is the role taken.
    const only = account('a', { roles: ['submitter', 'administrator'] });
    expect(planned({ people: [person('a')] }, [only])).toEqual(['last-administrator a']);
    // A disabled account is nobody who could.
    const off = account('adm', { roles: ['administrator'], isEnabled: false });
    expect(planned({ people, left }, [off, last])).toEqual(['disabled adm', 'last-administrator x']);
    // As soon as another is there, it goes.
    expect(planned({ people, left }, [last])).toEqual(['make adm adm administrator', 'disable x x']);
  });
});

it('says of everything that is left what one can do', () => {
  const reasons = [
    'unknown',
    'second',
    'auditor',
    'disabled',
    'last-administrator',
    'mailbox-taken',
  ] as const;
  for (const because of reasons) {
    const { zh, en } = leftTold({ because, mailbox: 'a@office.example', name: '甲' });
    expect(zh).toMatch(/^未改动 {4}a@office\.example {2}甲：./);
    expect(en).toMatch(/^left {6}a@office\.example {2}甲: ./);
  }
});
