import type { Action } from '../history/event.ts';
import type { ProjectStateName } from '../history/vocabulary.ts';
import type { AskingAction } from '../workflow/asking.ts';

/**
 * What follows from an event, action by action: what it does to the flow, and which mails it owes to whom. A new
 * action does not compile without its row; a new mail is a line here and its letter in `mail/letters.ts`. The stream's
 * filters are made from this table: it is data, and imports nothing that runs.
 */

export type Recipients =
  /** Whom the event asks, as far as they are asked still; each gets a link of their own. */
  | 'asked'
  /** Who was asked before the request was given to somebody else. */
  | 'former-holders'
  /** Whose mailbox is another one since they were asked: at the one that they had. */
  | 'former-mailboxes'
  /** Whom an escalation names. */
  | 'superiors'
  /** Who handed the project in for its unit, the unit's own mailbox, and those of it who asked to be told. */
  | 'submitter'
  | 'administrators'
  /** Whose requests at the event's revision were closed undecided. */
  | 'closed-requests';

export type LetterName =
  | 'request'
  | 'reminder'
  | 'deadline-changed'
  | 'reassigned'
  | 'mailbox-changed'
  | 'overdue'
  | 'nobody-to-ask'
  | 'mail-failed'
  | 'cut'
  | 'approved'
  | 'returned'
  | 'rejected'
  | 'recalled'
  | 'withdrawn'
  | 'about-to-lapse'
  | 'lapsed';

/** How long a mail is owed. Held up longer it would say what is so no more: then it is overtaken. */
export type OwedWhile =
  | 'always'
  | 'request-open'
  /** While the project stands in one of these states, at the event's revision or at the one that follows it. */
  | { readonly states: readonly ProjectStateName[]; readonly revision: 'same' | 'next' };

export interface OwedMail<To extends Recipients = Recipients> {
  readonly to: To;
  readonly letter: LetterName;
  readonly owedWhile: OwedWhile;
  /**
   * Owed only where the request waits for nobody, or where the decision itself cut: one that only keeps what earlier
   * cuts left is no news.
   */
  readonly when?: 'nobody-asked' | 'cut';
  /** Whom an answer reaches; otherwise whoever caused the event. */
  readonly replyTo?: 'submitter';
}

export interface Effects<To extends Recipients = Recipients> {
  /** Starts the revision's execution, or ends the wait of its requests that are open no more. */
  readonly flow?: 'start' | 'end-wait';
  readonly mails: readonly OwedMail<To>[];
}

const asking = { to: 'asked', owedWhile: 'request-open', replyTo: 'submitter' } as const;
const nobodyToAsk = {
  to: 'administrators',
  letter: 'nobody-to-ask',
  owedWhile: 'request-open',
  when: 'nobody-asked',
} as const;
const nothing = { mails: [] };

export const effects: {
  readonly [A in Action]: Effects<A extends AskingAction ? Recipients : Exclude<Recipients, 'asked'>>;
} = {
  created: nothing,
  submitted: { flow: 'start', mails: [] },
  requested: { mails: [{ ...asking, letter: 'request' }, nobodyToAsk] },
  reminded: {
    mails: [
      { ...asking, letter: 'reminder' },
      nobodyToAsk,
      // A unit is reminded of the revision that it has not handed in: nobody was ever asked about that one.
      { to: 'submitter', letter: 'about-to-lapse', owedWhile: { states: ['returned'], revision: 'same' } },
    ],
  },
  escalated: {
    mails: [{ to: 'superiors', letter: 'overdue', owedWhile: 'request-open', replyTo: 'submitter' }],
  },
  'deadline-changed': { mails: [{ ...asking, letter: 'deadline-changed' }] },
  reassigned: {
    mails: [
      { ...asking, letter: 'request' },
      { to: 'former-holders', letter: 'reassigned', owedWhile: 'request-open' },
    ],
  },
  rerouted: {
    mails: [
      { ...asking, letter: 'request' },
      { to: 'former-holders', letter: 'reassigned', owedWhile: 'request-open' },
      { to: 'former-mailboxes', letter: 'mailbox-changed', owedWhile: 'always' },
      nobodyToAsk,
    ],
  },
  'unit-changed': nothing,
  objected: nothing,
  'mail-failed': { mails: [{ to: 'administrators', letter: 'mail-failed', owedWhile: 'always' }] },
  lapsed: { mails: [{ to: 'submitter', letter: 'lapsed', owedWhile: 'always' }] },
  'link-renewed': { mails: [{ ...asking, letter: 'request' }] },
  decided: {
    flow: 'end-wait',
    mails: [
      {
        to: 'submitter',
        letter: 'cut',
        owedWhile: { states: ['in-review'], revision: 'same' },
        when: 'cut',
      },
    ],
  },
  approved: { mails: [{ to: 'submitter', letter: 'approved', owedWhile: 'always' }] },
  returned: {
    mails: [{ to: 'submitter', letter: 'returned', owedWhile: { states: ['returned'], revision: 'next' } }],
  },
  rejected: { mails: [{ to: 'submitter', letter: 'rejected', owedWhile: 'always' }] },
  recalled: {
    flow: 'end-wait',
    mails: [
      { to: 'closed-requests', letter: 'recalled', owedWhile: { states: ['draft'], revision: 'next' } },
      // Withdrawn since: those who were asked are told that instead.
      { to: 'closed-requests', letter: 'withdrawn', owedWhile: { states: ['withdrawn'], revision: 'next' } },
    ],
  },
  withdrawn: {
    flow: 'end-wait',
    mails: [{ to: 'closed-requests', letter: 'withdrawn', owedWhile: 'always' }],
  },
  'directory-changed': nothing,
  'workflow-changed': nothing,
  'settings-changed': nothing,
  'roles-changed': nothing,
  exported: nothing,
  verified: nothing,
  unmasked: nothing,
};
