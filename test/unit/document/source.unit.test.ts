import { describe, expect, it } from '@jest/globals';
import { loadSource } from '../../../functions/document/source.ts';
import { digest } from '../../../shared/history/digest.ts';
import { draftKey, revisionKey } from '../../../shared/project/keys.ts';
import type { Loaded } from '../../../shared/project/load.ts';
import { projectRecord } from '../../../shared/project/records.ts';
import { pack } from '../../../shared/store/content.ts';
import type { Database, Item } from '../../../shared/store/database.ts';
import { unmasked } from '../../../shared/values/masking/mask.ts';
import { aDeclaration } from '../../builders/declaration.ts';

const id = '2021-7K3M-9QXD';
const at = '2021-03-01T02:32:05.000Z';
const declaration = aDeclaration();
const contentHash = digest(declaration);
const never = (): never => {
  throw new Error('The document only reads');
};

/** A table with the contents of one project. */
function aTable(...items: readonly [key: Item, content: unknown][]): Database {
  const contents = new Map(items.map(([key, content]) => [JSON.stringify(key), { content: pack(content) }]));
  return {
    projects: 'projects',
    history: '',
    get: async (_, key) => contents.get(JSON.stringify(key)),
    ...{ query: never, put: never, update: never, delete: never, transact: never },
  };
}

function aProject(flow: Record<string, unknown>): Loaded {
  const facts = { revision: 1, requestedFen: 31_500_000, approvedFen: null, authors: [], deciders: [] };
  const record = projectRecord.parse({
    id,
    form: 'project-declaration',
    formVersion: 1,
    version: 3,
    unit: { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' },
    title: declaration.title,
    budgetYear: 2021,
    requestedFen: 31_500_000,
    createdAt: at,
    savedAt: at,
    editors: ['submitter'],
    submittedBy: { id: 'submitter', name: '经办人甲（示例）' },
    flow: { ...facts, contentHash, shownHash: contentHash, asked: null, ...flow },
    head: { seq: 2, hash: '0'.repeat(64) },
    attempt: 1,
  });
  return { record, requests: [] };
}

const revision = { declaration, findings: [], formVersion: 1 };
const inReview = { state: 'in-review', stage: 'finance-review' };
const base = 'https://countersign.example';
const byUnit = { mask: unmasked, own: true };
const byAsked = { mask: unmasked, own: false };

describe('what a document is made of', () => {
  it('is the revision that was handed in, under the hash of its own content', async () => {
    const table = aTable([revisionKey(id, 1), revision]);
    expect(await loadSource(table, aProject(inReview), base, byUnit)).toMatchObject({
      declaration,
      contentHash,
      submitted: { by: '经办人甲（示例）', at },
      project: { state: 'in-review', stage: 'finance-review', requestedFen: 31_500_000, approvedFen: null },
    });
  });

  it('is refused where the content is not the one that the record has the hash of', async () => {
    const changed = { ...revision, declaration: { ...declaration, title: '另一个项目' } };
    const table = aTable([revisionKey(id, 1), changed]);
    await expect(loadSource(table, aProject(inReview), base, byUnit)).rejects.toThrow(
      'does not have the hash of its record',
    );
  });

  it('is the draft while the unit works on it, also after a return: no hash, and nobody has signed it', async () => {
    const draft = { declaration: { ...declaration, title: '改后' }, unread: {} };
    const table = aTable([revisionKey(id, 1), revision], [draftKey(id), draft]);
    const source = await loadSource(table, aProject({ state: 'returned', revision: 2 }), base, byUnit);
    expect(source).toMatchObject({
      declaration: { title: '改后' },
      contentHash: null,
      submitted: null,
      decisions: [],
      project: { state: 'returned', revision: 2 },
    });
  });

  it.each(['draft', 'returned', 'withdrawn'])(
    'is for whoever was asked the revision that was handed in, while the unit’s own is %s',
    async (state) => {
      const draft = { declaration: { ...declaration, title: '改后' }, unread: {} };
      const table = aTable([revisionKey(id, 1), revision], [draftKey(id), draft]);
      const source = await loadSource(table, aProject({ state, revision: 2 }), base, byAsked);
      expect(source).toMatchObject({ declaration, contentHash, project: { state, revision: 1 } });
    },
  );

  it('is not there for others than the unit where nothing was ever handed in', async () => {
    const table = aTable([draftKey(id), { declaration: { title: '甲' }, unread: {} }]);
    for (const state of ['draft', 'withdrawn'])
      await expect(
        loadSource(table, aProject({ state, contentHash: null }), base, byAsked),
      ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is what there was where a draft was withdrawn', async () => {
    const table = aTable([draftKey(id), { declaration: { title: '甲' }, unread: {} }]);
    const source = await loadSource(table, aProject({ state: 'withdrawn', contentHash: null }), base, byUnit);
    expect(source).toMatchObject({
      declaration: { title: '甲' },
      contentHash: null,
      project: { requestedFen: null },
    });
  });
});
