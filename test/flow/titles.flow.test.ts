import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { routes } from '../../shared/contract/routes.ts';
import { aDeclaration, aSecondUnitsDeclaration } from '../builders/declaration.ts';
import { decideBy, linkFor, pageOf, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { textIn } from '../support/posted-form.ts';

/** What a browser's tabs, its history and a screen reader know pages by. */

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** Every page that can be opened, by key of its route: who opens it, and at which addresses. */
async function pages(): Promise<Readonly<Record<string, readonly [account: string, ...paths: string[]]>>> {
  // Called the same, as every year.
  const title = '2021年应急物资储备（示例）';
  const first = (await submit(platform, 'submitter', aDeclaration({ title }))).id;
  const second = (await submit(platform, 'submitter2', aSecondUnitsDeclaration({ title }))).id;
  const link = await linkFor(platform, 'reviewer', first);
  await linkFor(platform, 'reviewer', second);
  const form = 'project-declaration';
  return {
    'GET /': ['submitter', '/', '/?tab=mine', '/?tab=done'],
    'GET /requests': ['administrator', '/requests'],
    'GET /forms/{form}': ['submitter', `/forms/${form}`],
    'GET /forms/{form}/imports': ['submitter', `/forms/${form}/imports`],
    'GET /projects': ['auditor', '/projects'],
    'GET /drafts': ['submitter', '/drafts'],
    'GET /projects/{id}': ['auditor', `/projects/${first}`, `/projects/${second}`],
    'GET /projects/{id}/attachments': [
      'auditor',
      `/projects/${first}/attachments`,
      `/projects/${second}/attachments`,
    ],
    'GET /projects/{id}/evidence/files': [
      'auditor',
      `/projects/${first}/evidence/files`,
      `/projects/${second}/evidence/files`,
    ],
    'GET /history/evidence/files': ['auditor', '/history/evidence/files?from=2026-03-01&to=2026-03-31'],
    'GET /projects/{id}/document': ['auditor', `/projects/${first}/document`],
    'GET /decisions/{token}': ['reviewer', link],
    // The same request as behind the link: the other one.
    'GET /projects/{id}/decision': ['reviewer', `/projects/${second}/decision`],
    'GET /history': ['auditor', '/history'],
    'GET /history/overview': ['auditor', '/history/overview'],
    'GET /projects/{id}/history': ['auditor', `/projects/${first}/history`, `/projects/${second}/history`],
    'GET /history/checkpoints': ['auditor', '/history/checkpoints'],
    'GET /directory': ['administrator', '/directory'],
    'GET /directory/units': ['administrator', '/directory/units'],
    'GET /directory/units/{unit}': ['administrator', '/directory/units/11530121MB1584810X'],
    'GET /directory/new-unit': ['administrator', '/directory/new-unit'],
    'GET /directory/people': ['administrator', '/directory/people'],
    'GET /directory/programs': ['administrator', '/directory/programs'],
    'GET /directory/people/{person}': ['administrator', '/directory/people/reviewer'],
    'GET /directory/new-person': ['administrator', '/directory/new-person'],
    'GET /directory/failed-mails': ['administrator', '/directory/failed-mails'],
    'GET /directory/administrators': ['administrator', '/directory/administrators'],
    'GET /directory/imports': ['administrator', '/directory/imports'],
    'GET /settings': ['administrator', '/settings'],
    'GET /me': ['reviewer', '/me'],
    'GET /me/decisions': ['reviewer', '/me/decisions'],
    'GET /about': ['reviewer', '/about'],
  };
}

it('no two pages have the same title, in either language, and each names the product', async () => {
  const opened = await pages();
  const withPage = routes.filter(
    ({ method, answers }) =>
      method === 'GET' &&
      [answers[200] ?? []].flat().some(({ types = [] }) => types.some((type) => type === 'text/html')),
  );
  expect(Object.keys(opened).sort()).toEqual(withPage.map(({ key }) => key).sort());
  const over = await linkFor(platform, 'reviewer', (await submit(platform)).id);
  await decideBy(platform, over, { outcome: 'approve' });
  const [, id = ''] = /projects\/([^/]+)/.exec(opened['GET /projects/{id}/decision']?.[1] ?? '') ?? [];
  for (const [lang, brand] of [
    ['zh', '会签'],
    ['en', 'Countersign'],
  ] as const) {
    const titles = new Map<string, string[]>();
    const hear = async (account: string, path: string, form?: Record<string, string>): Promise<string> => {
      const address = `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`;
      const { status, html } = await pageOf(platform, account, address, form);
      const title = textIn(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '');
      expect([path, status, title.endsWith(` · ${brand}`)]).toEqual([path, 200, true]);
      titles.set(title, [...(titles.get(title) ?? []), path]);
      return html;
    };
    for (const [account, ...paths] of Object.values(opened))
      for (const path of paths) await hear(account, path);
    // What forms answer, and a link that is over.
    await hear('reviewer', '/decisions', { project: id });
    await hear('reviewer', '/decisions', {
      ...{ intent: 'approve', project: id },
      [`contentHash.${id}`]: '0'.repeat(64),
    });
    await hear('reviewer', over);
    expect([...titles].filter(([, paths]) => paths.length > 1)).toEqual([]);
  }
});
