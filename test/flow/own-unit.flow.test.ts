import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ProjectView, SubmissionResult } from '../../shared/contract/views.ts';
import { aDeclaration, aSecondUnitsDeclaration } from '../builders/declaration.ts';
import { clientOf, type Problem, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const FORM = 'project-declaration';

let platform: Platform;
let second: Awaited<ReturnType<typeof clientOf>>;
beforeAll(async () => {
  platform = await startPlatform();
  second = await clientOf(platform, 'submitter2');
});
afterAll(() => platform.stop());

const isR36 = expect.objectContaining({ rule: 'R36', severity: 'error', path: '/unit/uscc' });
const asVersion = ({ version }: ProjectView) => ({ 'if-match': `"${version}"` });

/** A draft of the second unit that holds the first one's declaration: a draft may hold anything. */
async function aForeignDraft(): Promise<ProjectView> {
  const body = { form: FORM, declaration: aDeclaration() };
  const reply = await second.post<ProjectView>('/projects', body);
  expect(reply.status).toBe(201);
  return reply.body;
}

it('a declaration for another unit is refused in one call, as a draft, and among several', async () => {
  const inOneCall = await second.post(`/forms/${FORM}/submissions`, aDeclaration());
  expect([inOneCall.status, inOneCall.body.code]).toEqual([422, 'invalid-declaration']);
  expect(inOneCall.body.errors).toContainEqual(isR36);

  const draft = await aForeignDraft();
  expect(draft.findings).toContainEqual(isR36);
  const submitted = await second.post<Problem>(`/projects/${draft.id}/submit`, undefined, asVersion(draft));
  expect([submitted.status, submitted.body.code]).toEqual([422, 'invalid-declaration']);

  const { id, version } = draft;
  const several = await second.post<{ results: SubmissionResult[] }>('/drafts/submissions', {
    drafts: [{ id, version }],
  });
  expect(several.body.results).toEqual([expect.objectContaining({ id, status: 422 })]);
  expect(several.body.results[0]?.errors).toContainEqual(isR36);
  expect((await second.get<ProjectView>(`/projects/${id}`)).body.state).toBe('draft');
});

it('and is said on the page where the form was filled in', async () => {
  const { id } = await aForeignDraft();
  const headers = { accept: 'text/html' };
  const page = await second.get<string>(`/projects/${id}?check=1`, undefined, headers);
  expect(page.body).toContain('只能为本单位申报：本单位的统一社会信用代码是 11530121MB1000101G');
});

it('while its own is taken', async () => {
  expect((await submit(platform, 'submitter2', aSecondUnitsDeclaration())).unit.id).toBe(
    '11530121MB1000101G',
  );
  expect((await submit(platform)).state).toBe('in-review');
});
