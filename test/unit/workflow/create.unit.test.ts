import { expect, it } from '@jest/globals';
import { given, usual } from '../../builders/workflow.ts';

it('begins a draft of the unit, which its maker has edited', () => {
  const after = given()
    .when(usual.create())
    .follows([{ action: 'created', projectId: 'P', budgetYear: 2026, revision: 1, to: 'draft' }]);
  expect(after?.loaded?.record).toMatchObject({ version: 1, editors: ['maker'], flow: { state: 'draft' } });
});

it('says no budget year where the draft does not yet', () => {
  const after = given()
    .when(usual.create({ summary: { title: '', budgetYear: null, requestedFen: null } }))
    .follows([{ action: 'created' }]);
  expect(after?.events[0]).not.toHaveProperty('budgetYear');
});

it('remembers which project of last year it was copied from', () => {
  const after = given()
    .when(usual.create({ copiedFrom: '2025-7K3M-9QXD' }))
    .follows([{ action: 'created' }]);
  expect(after?.loaded?.record.copiedFrom).toBe('2025-7K3M-9QXD');
});

it('is refused where the project is there already', () => {
  given(usual.create()).when(usual.create()).refuses('not-in-this-state');
});
