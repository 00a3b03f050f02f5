import type { Action } from '../history/event.ts';
import type { ProjectStateName } from '../history/vocabulary.ts';
import type { AskingAction } from '../workflow/asking.ts';

/**
 * What follows from an event, action by action: what it does to the flow, what is kept of it, and which mails it owes
 * to whom. A new
 * action does not compile without its row; a new mail is a line here and its letter in `mail/letters.ts`. The stream's
 * filters are made from this table: it is data, and imports nothing that runs.
 */

export type Recipients =
  /** Whom the event asks, as far as they are asked still; each gets a link of their own. */
  | 'asked'
  /** Who was asked before the request was given to somebody else. */
  | 'former-holders'
  /** Whose mailbox is another one since they were asked: at every one that they had since. */
  | 'former-mailboxes'
  /** Whom an escalation names. */
  | 'superiors'
  /** Who handed the project in for its unit, the unit's own mailbox, and those of it who asked to be told. */
  | 'submitter'
  | 'administrators'
  /** Who decided on the revision before: each once, and not whoever the event itself is of. */
  | 'earlier-deciders'
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
  | 'sent-back'
  | 'taken-back'
  | 'cut-taken-back'
  | 'rejected'
  | 'recalled'
  | 'withdrawn'
  | 'about-to-lapse'
  | 'lapsed'
  | 'ended';

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
   * Owed only where the request waits for nobody, where the decision itself cut (one that only keeps what earlier cuts
   * left is no news), where such a one was taken back, or where it went back to the stage before.
   */
  readonly when?: 'nobody-asked' | 'cut' | 'cut-taken-back' | 'sent-back';
  /** Whom an answer reaches; otherwise whoever caused the event. */
  readonly replyTo?: 'submitter';
  /**
   * Where it stands in the digest of whoever chose one: among the requests to decide on, what is overdue with others,
   * or the results. Without it the mail is always sent at once: what concerns security, what somebody asked for just
   * now, and what keeps an administrator from going on.
   */
  readonly digest?: 'requests' | 'overdue' | 'results';
}

export interface Effects<To extends Recipients = Recipients> {
  /** Starts the revision's execution, or ends the wait of its requests that are open no more. */
  readonly flow?: 'start' | 'end-wait';
  /** What was approved offers its rows to later declarations. */
  readonly keeps?: 'rows';
  readonly mails: readonly OwedMail<To>[];
}

const askingAtOnce = { to: 'asked', owedWhile: 'request-open', replyTo: 'submitter' } as const;
const asking = { ...askingAtOnce, digest: 'requests' } as const;
const toUnit = { to: 'submitter', digest: 'results' } as const;
const closing = { to: 'closed-requests', digest: 'results' } as const;
const formerHolders = {
  to: 'former-holders',
  letter: 'reassigned',
  owedWhile: 'request-open',
  digest: 'results',
} as const;
const formerMailboxes = { to: 'former-mailboxes', letter: 'mailbox-changed', owedWhile: 'always' } as const;
const nobodyToAsk = {
  to: 'administrators',
  letter: 'nobody-to-ask',
  owedWhile: 'request-open',
  when: 'nobody-asked',
} as const;
const ended = {
  to: 'earlier-deciders',
  letter: 'ended',
  owedWhile: 'always',
  digest: 'results',
} as const;
const reviewed = { states: ['in-review'], revision: 'same' } as const;
const returned = { states: ['returned'], revision: 'next' } as const;
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
      { ...toUnit, letter: 'about-to-lapse', owedWhile: { states: ['returned'], revision: 'same' } },
    ],
  },
  escalated: {
    mails: [
      {
        to: 'superiors',
        letter: 'overdue',
        owedWhile: 'request-open',
        replyTo: 'submitter',
        digest: 'overdue',
      },
    ],
  },
  'deadline-changed': { mails: [{ ...asking, letter: 'deadline-changed' }] },
  reassigned: {
    mails: [{ ...asking, letter: 'request' }, formerHolders, formerMailboxes],
  },
  rerouted: {
    mails: [{ ...asking, letter: 'request' }, formerHolders, formerMailboxes, nobodyToAsk],
  },
  'unit-changed': nothing,
  objected: nothing,
  urged: nothing,
  'mail-failed': { mails: [{ to: 'administrators', letter: 'mail-failed', owedWhile: 'always' }] },
  lapsed: { mails: [{ ...toUnit, letter: 'lapsed', owedWhile: 'always' }, ended] },
  'link-renewed': { mails: [{ ...askingAtOnce, letter: 'request' }] },
  decided: {
    flow: 'end-wait',
    mails: [
      {
        ...toUnit,
        letter: 'cut',
        owedWhile: reviewed,
        when: 'cut',
      },
      {
        ...toUnit,
        letter: 'sent-back',
        owedWhile: reviewed,
        when: 'sent-back',
      },
    ],
  },
  'taken-back': {
    flow: 'end-wait',
    mails: [
      { ...closing, letter: 'taken-back', owedWhile: reviewed },
      { ...toUnit, letter: 'cut-taken-back', owedWhile: reviewed, when: 'cut-taken-back' },
    ],
  },
  approved: { keeps: 'rows', mails: [{ ...toUnit, letter: 'approved', owedWhile: 'always' }, ended] },
  returned: {
    mails: [
      { ...toUnit, letter: 'returned', owedWhile: returned },
      { ...ended, owedWhile: returned },
    ],
  },
  rejected: { mails: [{ ...toUnit, letter: 'rejected', owedWhile: 'always' }, ended] },
  recalled: {
    flow: 'end-wait',
    mails: [
      { ...closing, letter: 'recalled', owedWhile: { states: ['draft'], revision: 'next' } },
      { ...ended, owedWhile: { states: ['draft'], revision: 'next' } },
      // Withdrawn since: those who were asked are told that instead.
      { ...closing, letter: 'withdrawn', owedWhile: { states: ['withdrawn'], revision: 'next' } },
    ],
  },
  withdrawn: {
    flow: 'end-wait',
    mails: [{ ...closing, letter: 'withdrawn', owedWhile: 'always' }, ended],
  },
  'directory-changed': nothing,
  'workflow-changed': nothing,
  'settings-changed': nothing,
  'roles-changed': nothing,
  'program-changed': nothing,
  exported: nothing,
  verified: nothing,
  unmasked: nothing,
};
