import { expect, it } from '@jest/globals';
import { ownFilesShown, postedMinutes } from '../../../functions/decisions/own-files.ts';
import { demandAttached, postedFiles } from '../../../functions/projects/attached.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { attachmentIdOf } from '../../../shared/values/attached-file.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import { aFile } from '../../builders/attached-files.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { nowhere } from '../../builders/nowhere.ts';

/** A project without files costs what it did before there were any: whatever is asked of `nowhere` is an error. */

const database = nowhere;
const record = { id: '2026-7K3M-9QXD' } as Parameters<typeof postedFiles>[1]['record'];
const id = attachmentIdOf(aFile('报价.pdf'));
const asks = 'nothing is asked here';

it('saving and submitting a page without files reads nothing of them, with one their records', async () => {
  const page = new URLSearchParams({ title: '演练', 'plan.0.name': id, 'plan.0.amountFen': '1.00' });
  expect(await postedFiles({ database }, { record }, form, page)).toBeUndefined();
  page.set('plan.0.files.0', id);
  await expect(postedFiles({ database }, { record }, form, page)).rejects.toThrow(asks);
});

it('nor does a program’s declaration', async () => {
  await demandAttached({ database }, form, record.id, aDeclaration());
  await expect(
    demandAttached({ database }, form, record.id, aDeclaration({ attachments: [aFile('报价.pdf')] })),
  ).rejects.toThrow(asks);
});

it('a decision without minutes reads nothing of them, and its page not before it was opened once', async () => {
  const stage = defaultStages.find((one) => one.id === 'approval');
  const person = { id: 'approver', name: '审批人甲（示例）' };
  const opened = (openedBy: { id: string; at: string }[]) =>
    ({ stage, assignee: person, loaded: { record }, request: { openedBy } }) as unknown as Parameters<
      typeof ownFilesShown
    >[1];
  const deps = { database } as Parameters<typeof ownFilesShown>[0];
  expect(await ownFilesShown(deps, opened([]))).toEqual([]);
  expect(await postedMinutes(deps, opened([]), new URLSearchParams({ comment: '同意' }))).toBeUndefined();
  const before = [{ id: person.id, at: '2026-03-02T01:00:00.000Z' }];
  await expect(ownFilesShown(deps, opened(before))).rejects.toThrow(asks);
  const posted = new URLSearchParams({ 'supplied.minutes.0': id });
  await expect(postedMinutes(deps, opened([]), posted)).rejects.toThrow(asks);
});
