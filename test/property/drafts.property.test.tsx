import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CheckPage } from '../../functions/projects/pages/check-page.tsx';
import { ProjectPage } from '../../functions/projects/pages/project-page.tsx';
import { loadContent, projectViewOf } from '../../functions/projects/view.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { DocumentPage } from '../../shared/document/document-page.tsx';
import { makeDocument } from '../../shared/document/make-document.ts';
import { makeWordFile } from '../../shared/document/word-file.ts';
import { type Field, fieldsOf } from '../../shared/forms/definition.ts';
import { partsOf, pointerOf, putAt, valueAt } from '../../shared/forms/pointer.ts';
import { renderPage } from '../../shared/pages/render.tsx';
import { draftKey } from '../../shared/project/keys.ts';
import { type ProjectRecord, projectRecord } from '../../shared/project/records.ts';
import { pack } from '../../shared/store/content.ts';
import type { Database } from '../../shared/store/database.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aDocumentSource } from '../builders/document.ts';
import { usualTaken } from '../builders/object-store.ts';
import { tries } from '../support/tries.ts';
import { aForm } from '../unit/pages/samples/form-pages.tsx';

const ID = '2021-7K3M-9QXD';
const { definition } = form;

const at = '2021-03-01T02:32:05.000Z';
const record: ProjectRecord = projectRecord.parse({
  ...{
    id: ID,
    form: definition.id,
    formVersion: 1,
    version: 3,
    title: '',
    budgetYear: null,
    requestedFen: null,
  },
  ...{ unit: { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' }, createdAt: at, savedAt: at },
  ...{ editors: ['submitter'], head: { seq: 1, hash: '0'.repeat(64) }, attempt: 1 },
  flow: {
    ...{ state: 'draft', revision: 1, requestedFen: null, approvedFen: null, authors: [], deciders: [] },
    ...{ contentHash: null, shownHash: null, asked: null },
  },
});

/** A table that holds a draft with this declaration, and nothing else. */
function holding(declaration: unknown): Database {
  const never = (): never => {
    throw new Error('It only reads');
  };
  const content = { declaration, unread: {} };
  const key = JSON.stringify(draftKey(ID));
  return {
    projects: 'projects',
    history: '',
    get: async (_, asked) => (JSON.stringify(asked) === key ? { content: pack(content) } : undefined),
    // Of the files that it names none was attached.
    query: async () => ({ items: [], next: undefined }),
    ...{ put: never, update: never, delete: never, transact: never },
  };
}

/** Every way in which people see a draft. */
async function shown(declaration: Record<string, unknown>): Promise<void> {
  const content = await loadContent(
    { database: holding(declaration), rules: { load: async () => ({}) }, taken: usualTaken },
    { record, requests: [] },
    form,
  );
  const view = projectViewOf({ record, requests: [] }, content, { own: true, decides: false }, 'zh');
  const frame = { title: 'x', lang: 'zh', path: '/' } as const;
  for (const page of [
    aForm({
      ...content,
      findings: view.findings,
      showFindings: true,
      lastYear: declaration,
      theirs: content,
    }),
    <CheckPage key="check" lang="en" definition={definition} project={view} />,
    <ProjectPage
      key="project"
      lang="zh"
      definition={definition}
      project={view}
      stageLabel={(id) => id}
      copies={false}
      undelivered={[]}
    />,
  ])
    expect(renderPage(page, frame)).toMatch(/^<!doctype html>/);
  const document = makeDocument(
    aDocumentSource({
      declaration,
      contentHash: null,
      submitted: null,
      project: { state: 'draft', stage: null },
    }),
  );
  const page = <DocumentPage lang="zh" document={document} projectHref="/" checked={undefined} />;
  expect(renderPage(page, frame)).toMatch(/^<!doctype html>/);
  expect((await makeWordFile(document)).byteLength).toBeGreaterThan(1_000);
}

/** JSON can name what a language calls by itself: such an object is no text, and asking it for one throws. */
const untellable = { toString: 0, valueOf: 0 };
const json = fc
  .oneof(fc.constant(untellable), fc.jsonValue({ maxDepth: 4 }))
  .filter((value) => JSON.stringify(value).isWellFormed());

/** Where something is written over: a place that the form has, a row that is there or not. */
const pointers = (fields: readonly Field[], prefix: string): string[] =>
  fields.flatMap((field) => {
    const own = `${prefix}/${field.key}`;
    if (field.kind === 'group') return [own, ...pointers(field.fields, own)];
    if (field.kind !== 'list') return [own];
    return [own, `${own}/0`, ...(field.of.kind === 'group' ? pointers(field.of.fields, `${own}/0`) : [])];
  });
const place = fc.constantFrom(...pointers(fieldsOf(definition), ''));

/** The sample, with any JSON in the place of one or more of its parts. */
const damaged = fc
  .array(fc.tuple(place, json), { minLength: 1, maxLength: 4 })
  .map((changes) => changes.reduce((draft, [pointer, value]) => putAt(draft, pointer, value), sample()));
const sample = (): Record<string, unknown> => ({ ...aDeclaration() });

describe('whatever a stored draft holds', () => {
  it('is shown on its pages, in its document and in its Word file', async () => {
    await fc.assert(fc.asyncProperty(damaged, shown), { numRuns: tries(60) });
  });

  it('even where it is nothing of the form at all', async () => {
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.string(), json), shown), { numRuns: 10 });
  });
});

describe('writing by pointer', () => {
  const anywhere = fc.oneof(
    place,
    fc
      .array(fc.oneof(fc.constantFrom('title', 'plan', '0', '01', '-', '__proto__', ''), fc.string()))
      .map(pointerOf),
  );
  const scalarsOf = (value: unknown, path = ''): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => scalarsOf(inner, `${path}${pointerOf([key])}`))
      : [[path, value]];

  it('makes no object of a value, and moves nothing else', () => {
    fc.assert(
      fc.property(anywhere, json, (pointer, value) => {
        const before = sample();
        const after = putAt(before, pointer, value);
        expect(before).toEqual(sample());
        for (const [path, scalar] of scalarsOf(before))
          if (path !== pointer && !path.startsWith(`${pointer}/`))
            expect(valueAt(after, path)).toEqual(scalar);
        expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read back where it was written', () => {
    fc.assert(
      fc.property(place, json, (pointer, value) => {
        const after = putAt(sample(), pointer, value);
        const above = valueAt(sample(), pointerOf(partsOf(pointer).slice(0, -1)));
        if (typeof above === 'object') expect(valueAt(after, pointer)).toEqual(value);
      }),
    );
  });
});
