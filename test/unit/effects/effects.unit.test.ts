import { expect, it } from '@jest/globals';
import { effects } from '../../../shared/effects/effects.ts';
import { actions } from '../../../shared/history/event.ts';
import { askingActions } from '../../../shared/workflow/asking.ts';

it('an action mails those whom it asks exactly where a failed mail marks them as not reached', () => {
  const mailsTheAsked = actions.filter((action) => effects[action].mails.some(({ to }) => to === 'asked'));
  expect(mailsTheAsked.toSorted()).toEqual([...askingActions].toSorted());
});
