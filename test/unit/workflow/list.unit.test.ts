import { expect, it } from '@jest/globals';
import { given, inReview, returned, usual } from '../../builders/workflow.ts';

it.each([
  ['a draft', [usual.create()]],
  ['in review', inReview],
  ['returned', returned],
])('lists a project that is %s, without an event; nothing else of it changes', (_, happened) => {
  const { story, when } = given(...happened).in({});
  const after = when({ type: 'list' }).follows([]);
  expect(after?.loaded?.record).toEqual(story.loaded?.record);
  expect(after?.loaded?.requests).toEqual(story.loaded?.requests);
});
