import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from '../../functions/history/csv.ts';
import { definition } from '../../shared/declaration/definition.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { importFile } from '../../shared/declaration/import/import-file.ts';
import { DocumentPage } from '../../shared/document/document-page.tsx';
import { fileNameOf } from '../../shared/document/file-name.ts';
import { makeDocument } from '../../shared/document/make-document.ts';
import { makeWordFile } from '../../shared/document/word-file.ts';
import { compose } from '../../shared/effects/mail/compose.tsx';
import { textFindings } from '../../shared/forms/check.ts';
import { readForm } from '../../shared/forms/form-data.ts';
import { inputName } from '../../shared/forms/places.ts';
import { DeclarationView } from '../../shared/pages/declaration-view.tsx';
import { renderPage } from '../../shared/pages/render.tsx';
import {
  faultIn,
  normalIn,
  normalText,
  saysSomething,
  shownText,
  withoutFaults,
} from '../../shared/values/text.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aDocumentSource } from '../builders/document.ts';
import { anEvent } from '../builders/events.ts';
import { tries } from '../support/tries.ts';
import { entriesOf } from '../support/zip.ts';

/** Whatever a program can send: any code unit, and what deceives more often than by chance. */
const deceiving = fc.constantFrom(
  ...'\0\u0007\u001B\u0085\u061C\u200B\u200E\u200F\u202A\u202E\u2066\u2069\u3164\uFEFF\uFFFE\uFDD0\uD800\uDC00\r\n\t',
  'שלום',
  'عربي',
  '\u{1FFFF}',
  '31.50 万元',
);
const hostile = fc
  .array(fc.oneof(deceiving, fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 6 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

// Written against the standard's categories, not against the code that looks for them.
const RAW = /[\p{Bidi_Control}\p{Cs}\p{Noncharacter_Code_Point}]|(?![\n\t])\p{Cc}/u;
const expectNothingRaw = (text: string) => expect(RAW.exec(text)?.[0]).toBeUndefined();

/** The declaration as a program could have stored it before texts had a definition: every text of it hostile. */
const stored = (text: string): Record<string, unknown> =>
  JSON.parse(JSON.stringify(aDeclaration()), (key, value: unknown) =>
    typeof value === 'string' &&
    ['title', 'name', 'overview', 'content', 'description', 'results'].includes(key)
      ? `${value}${text}`
      : value,
  );

it('what comes in normal stays as it is, and is shown as it is where it holds no fault', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const normal = normalText(text);
      expect(normalText(normal)).toBe(normal);
      if (faultIn(normal, true) === null) expect(shownText(normal)).toBe(normal);
      expect(faultIn(withoutFaults(normal), true)).toBeNull();
      expect(normalIn({ text })).toEqual({ text: normal });
    }),
    { numRuns: 2_000 },
  );
});

it('what a form takes holds no fault and says something; the rest is kept as it was typed', () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom('/title', '/overview', '/plan/0/name'), (text, pointer) => {
      const { declaration, unread } = readForm(definition, [[inputName(pointer), text]]);
      expect(textFindings(definition, declaration)).toEqual([]);
      const typed = normalText(text).trim();
      if (typed !== '' && faultIn(typed, pointer === '/overview') !== null)
        expect(unread).toEqual({ [pointer]: typed });
      else expect(unread).toEqual({});
    }),
    { numRuns: 1_000 },
  );
});

it('what is submitted holds no fault and says something, in JSON as in forms', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const findings = form.check(aDeclaration({ title: text })).filter(({ path }) => path === '/title');
      const holds = faultIn(text, false) === null && saysSomething(text);
      expect(findings.some(({ rule }) => rule === 'shape' || rule === 'required')).toBe(!holds);
    }),
    { numRuns: 500 },
  );
});

it('what is stored is shown without a raw character: pages, mails, tables and names of files', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const declaration = stored(text);
      const view = <DeclarationView lang="zh" definition={definition} declaration={declaration} />;
      expectNothingRaw(renderPage(view, { lang: 'zh', title: text, path: '/' }));
      const letter = {
        tag: { zh: '待审核', en: 'For review' },
        lead: { zh: '请审核。', en: 'Please review.' },
        project: {
          id: '2021-7K3M-9QXD',
          title: text,
          unitName: text,
          requestedFen: 31_500_000,
          approvedFen: null,
        },
        organisation: text,
        comment: text,
        changes: {
          heading: { zh: '核减明细', en: 'What was cut' },
          rows: [{ place: { zh: text, en: text }, reason: text }],
        },
        contact: '010-00000000',
      };
      for (const lang of ['zh', 'en'] as const) {
        const mail = compose(letter, { lang, name: text, onBehalfOf: text });
        for (const part of [mail.subject, mail.text, mail.html]) expectNothingRaw(part);
        expect(mail.subject).not.toMatch(/[\n\t]/);
        // Figures that follow letters running leftwards would be drawn before them.
        expect(mail.subject).not.toMatch(/[\u0590-\u08FF][^\p{L}]*(31\.50 万元|¥315,000\.00)$/u);
      }
      const event = anEvent('2021-7K3M-9QXD', 1, 'objected', '2021-03-01T02:32:05.000Z', { comment: text });
      // A row ends with CRLF (RFC 4180).
      expectNothingRaw(csvOf([event], { first: false, trailer: null }).replace(/\r\n$/, ''));
      const document = makeDocument(aDocumentSource({ declaration }));
      expectNothingRaw(fileNameOf(document, 'docx'));
      expect(() => encodeURIComponent(fileNameOf(document, 'docx'))).not.toThrow();
      expectNothingRaw(
        renderPage(<DocumentPage lang="zh" document={document} projectHref="/" />, {
          lang: 'zh',
          title: '',
          path: '/',
        }),
      );
    }),
    { numRuns: tries(150) },
  );
});

it('a Word file of it has no raw character either, and is imported without any', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const file = await makeWordFile(makeDocument(aDocumentSource({ declaration: stored(text) })));
      expectNothingRaw(entriesOf(file).get('word/document.xml')?.toString('utf8') ?? '\0');
      const { declaration } = await importFile('a.docx', file);
      expect(textFindings(definition, declaration)).toEqual([]);
      const json = await importFile('a.json', new TextEncoder().encode(JSON.stringify(stored(text))));
      expect(textFindings(definition, json.declaration)).toEqual([]);
    }),
    { numRuns: 12 },
  );
});
