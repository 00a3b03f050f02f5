import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
import { digest } from '../../shared/history/digest.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { clientOf, linkFor, type Problem, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let id: string;
beforeAll(async () => {
  platform = await startPlatform();
  ({ id } = await submit(platform));
  await linkFor(platform, 'reviewer', id);
});
afterAll(() => platform.stop());

const { legalRepresentative } = aDeclaration().unit;

const unitOf = ({ declaration }: ProjectView) => declaration.unit as { legalRepresentative: string };

describe('the personal data of a declaration', () => {
  it.each(['submitter', 'reviewer'])('is shown to %s, who declared it or decides on it', async (account) => {
    const { body } = await (await clientOf(platform, account)).get<ProjectView>(`/projects/${id}`);
    expect(body.masked).toBe(false);
    expect(unitOf(body).legalRepresentative).toBe(legalRepresentative);
    expect(digest(body.declaration)).toBe(body.contentHash);
  });

  it('is masked for an auditor, on the page, as JSON, in the document and its Word file', async () => {
    const auditor = await clientOf(platform, 'auditor');
    const { body } = await auditor.get<ProjectView>(`/projects/${id}`);
    expect([body.masked, body.actions]).toEqual([true, ['unmask']]);
    expect(unitOf(body).legalRepresentative).toMatch(/^.\*\*$/);
    for (const path of [`/projects/${id}`, `/projects/${id}/document`]) {
      const { body: html } = await auditor.get<string>(path, undefined, { accept: 'text/html' });
      expect(html).toContain(unitOf(body).legalRepresentative);
      expect(html).not.toContain(legalRepresentative);
    }
  });

  it('is shown to an auditor who says what for, and that is an event in the auditor’s own chain', async () => {
    const auditor = await clientOf(platform, 'auditor');
    const refused = await auditor.post<Problem>(`/projects/${id}/unmask`, { comment: '' });
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid-body']);

    const { status, body } = await auditor.post<ProjectView>(`/projects/${id}/unmask`, {
      comment: '核对法定代表人的证件',
    });
    expect([status, body.masked, unitOf(body).legalRepresentative]).toEqual([
      200,
      false,
      legalRepresentative,
    ]);
    const found = await auditor.get<{ events: HistoryEvent[] }>('/history?chain=reader:auditor&order=newest');
    expect(found.body.events.slice(0, 1)).toMatchObject([
      {
        chain: 'reader:auditor',
        actor: { id: 'auditor', role: 'auditor' },
        projectId: id,
        comment: '核对法定代表人的证件',
        scope: `/projects/${id}`,
      },
    ]);
    // The next look is masked again.
    expect((await auditor.get<ProjectView>(`/projects/${id}`)).body.masked).toBe(true);
  });

  it('is shown so to nobody else', async () => {
    const reviewer = await clientOf(platform, 'reviewer');
    const refused = await reviewer.post<Problem>(`/projects/${id}/unmask`, { comment: '核对' });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  });
});
