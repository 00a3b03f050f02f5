import { expect, it } from '@jest/globals';
import { effects } from '../../../shared/effects/effects.ts';
import { actions } from '../../../shared/history/event.ts';
import { askingActions } from '../../../shared/workflow/asking.ts';

it('an action mails those whom it asks exactly where a failed mail marks them as not reached', () => {
  const mailsTheAsked = actions().filter((action) => effects[action].mails.some(({ to }) => to === 'asked'));
  expect(mailsTheAsked.toSorted()).toEqual([...askingActions].toSorted());
});

it('what concerns security, was asked for just now, or leaves nobody to go on waits for no digest', () => {
  const atOnce = actions().flatMap((action) =>
    effects[action].mails.filter(({ digest }) => digest === undefined).map(({ letter }) => [action, letter]),
  );
  expect(atOnce).toEqual([
    ['requested', 'nobody-to-ask'],
    ['reminded', 'nobody-to-ask'],
    ['reassigned', 'mailbox-changed'],
    ['rerouted', 'mailbox-changed'],
    ['rerouted', 'nobody-to-ask'],
    ['mail-failed', 'mail-failed'],
    ['link-renewed', 'request'],
  ]);
});
