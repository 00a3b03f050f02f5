import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { namesField, schemaFindings } from '../../../shared/forms/check.ts';
import { submissionObjectOf } from '../../../shared/forms/compile.ts';
import type { FilesField, FormDefinition } from '../../../shared/forms/definition.ts';
import { fileInputs, filesById, filesIn } from '../../../shared/forms/files-in.ts';
import { fitting } from '../../../shared/forms/fitting.ts';
import { inputText, readForm, whyUnread } from '../../../shared/forms/form-data.ts';
import { readPaste } from '../../../shared/forms/paste.ts';
import { fieldOf, placeOf } from '../../../shared/forms/places.ts';
import { applyRowIntent, readRowIntent } from '../../../shared/forms/rows.ts';
import { frozenFindings } from '../../../shared/forms/scope.ts';
import { valueText } from '../../../shared/forms/value-text.ts';
import { attachmentIdOf } from '../../../shared/values/attached-file.ts';
import { aFile } from '../../builders/attached-files.ts';
import { aDeclaration } from '../../builders/declaration.ts';

const { definition } = form;
const [quote, contract, minutes] = [aFile('报价单.pdf'), aFile('合同.docx'), aFile('会议纪要.ofd')];
const id = attachmentIdOf;
const known = filesById(definition, { attachments: [quote, contract, minutes] });

describe('files that a page posts', () => {
  it('are read by their ids, each once, in the order of their numbers', () => {
    const posted: [string, string][] = [
      ['attachments.7', id(contract)],
      ['attachments.0', id(quote)],
      ['attachments.9', id(quote)],
      ['plan.0.files.0', id(minutes)],
    ];
    expect(readForm(definition, posted, [], known)).toEqual({
      declaration: { attachments: [quote, contract], plan: [{ files: [minutes] }] },
      unread: {},
    });
  });

  it('stay as ids behind the others where none is called so, and what to do is said', () => {
    const posted: [string, string][] = [
      ['attachments.0', 'gone'],
      ['attachments.1', id(quote)],
    ];
    const { declaration, unread } = readForm(definition, posted, [], known);
    expect({ declaration, unread }).toEqual({
      declaration: { attachments: [quote] },
      unread: { '/attachments/1': 'gone' },
    });
    expect(whyUnread(fieldOf(definition, '/attachments/1'), 'gone').zh).toBe(
      '附件中有一个文件已不在系统中，请移除后重新上传',
    );
    expect(fileInputs('/attachments', declaration.attachments, unread)).toEqual([
      { pointer: '/attachments/0', id: id(quote), file: quote },
      { pointer: '/attachments/1', id: 'gone' },
    ]);
  });

  it.each([
    'attachments',
    'attachments.x',
    'attachments.99',
    'attachments.0.name',
    'plan.files.0',
    'title.0',
  ])('are not under the name %s', (name) => {
    expect(readForm(definition, [[name, id(quote)]], [], known)).toEqual({ declaration: {}, unread: {} });
  });

  it('have their ids as the texts of their inputs', () => {
    const field = fieldOf(definition, '/attachments') as FilesField;
    expect(inputText(field, quote)).toBe(id(quote));
    expect(inputText(field, 'no file')).toBe('');
  });

  it('go and move by buttons, those that are not known as well', () => {
    const reading = { declaration: { attachments: [quote, contract] }, unread: { '/attachments/2': 'gone' } };
    const pressed = (intent: string) => {
      const read = readRowIntent(definition, intent);
      return read && applyRowIntent(definition, reading, read);
    };
    expect(pressed('remove:/attachments/0')).toEqual({
      declaration: { attachments: [contract] },
      unread: { '/attachments/1': 'gone' },
    });
    expect(pressed('remove:/attachments/2')).toEqual({ ...reading, unread: {} });
    expect(pressed('down:/attachments/0')).toEqual({
      ...reading,
      declaration: { attachments: [contract, quote] },
    });
    expect(pressed('add:/attachments')).toBeNull();
    const last = { declaration: { attachments: [quote] }, unread: {} };
    expect(applyRowIntent(definition, last, { verb: 'remove', list: '/attachments', row: 0 })).toEqual({
      declaration: {},
      unread: {},
    });
  });

  it('do not come from a spreadsheet', () => {
    const pasted = readPaste(definition, '/plan', '支出项目\t金额\t附件\n横幅\t0.45\t报价单.pdf');
    expect(pasted?.rows).toEqual([{ name: '横幅', amountFen: 450_000 }]);
    expect(pasted?.columns.at(-1)).toBeNull();
  });
});

describe('what is found of files', () => {
  const findings = (changes: object) =>
    schemaFindings(definition, form.submission, { ...aDeclaration(), ...changes }).map(
      ({ rule, path, message }) => [rule, path, message.zh],
    );

  it('is nothing where they are such files, and there may be none', () => {
    expect(findings({ attachments: [quote, contract] })).toEqual([]);
    expect(findings({ attachments: [] })).toEqual([]);
  });

  it.each([
    [
      'twenty-one',
      Array.from({ length: 21 }, (_, n) => aFile(`${n}.pdf`)),
      'length',
      '/attachments',
      '附件最多 20 个文件',
    ],
    [
      'the same twice',
      [quote, { ...quote, name: '又.pdf' }],
      'shape',
      '/attachments/1',
      '“又.pdf”与前面的文件内容相同，请移除一个',
    ],
    ['a text', ['x.pdf'], 'shape', '/attachments/0', '附件中有一项不是已上传的文件'],
    ['no list', quote, 'shape', '/attachments', '附件的格式不对'],
    [
      'a hash of capitals',
      [contract, { ...quote, sha256: `${quote.sha256.toUpperCase()}A` }],
      'shape',
      '/attachments/1',
      '附件中有一项不是已上传的文件',
    ],
    [
      'a path in the name',
      [{ ...quote, name: '../报价单.pdf' }],
      'shape',
      '/attachments/0',
      '附件中有一项不是已上传的文件',
    ],
    [
      'another type than the name says',
      [{ ...quote, type: 'text/html' }],
      'shape',
      '/attachments/0',
      '附件中有一项不是已上传的文件',
    ],
    ['no bytes', [{ ...quote, size: 0 }], 'shape', '/attachments/0', '附件中有一项不是已上传的文件'],
  ])('is that there are %s', (_, attachments, ...found) => {
    expect(findings({ attachments })).toEqual([found]);
  });

  it('is that a field takes other kinds, smaller ones, and at least one', () => {
    const field: FilesField = {
      kind: 'files',
      key: 'quotes',
      label: { zh: '报价单', en: 'Quotes' },
      required: true,
      max: 2,
      types: ['pdf'],
      maxBytes: 2048,
    };
    const small: FormDefinition = {
      ...definition,
      sections: [{ id: 's', number: '', title: field.label, fields: [field] }],
    };
    const found = (content: object) =>
      schemaFindings(small, submissionObjectOf([field]), content).map(({ rule, message }) => [
        rule,
        message.zh,
        message.en,
      ]);
    expect(found({ quotes: [contract] })).toEqual([
      [
        'shape',
        '“合同.docx”不是可用的文件类型，此处可用：pdf',
        '"合同.docx" is no kind of file that is taken here; these are: pdf',
      ],
    ]);
    expect(found({ quotes: [{ ...quote, size: 3000 }] })).toEqual([
      [
        'shape',
        '“报价单.pdf”有 2.9 KB，此处每个文件不能超过 2 KB',
        '"报价单.pdf" has 2.9 KB; a file here can have 2 KB at most',
      ],
    ]);
    for (const content of [{}, { quotes: [] }])
      expect(found(content)).toEqual([['required', '请上传报价单', 'Attach: Quotes']]);
  });

  it('is left out of what can be shown where it is no file', () => {
    expect(fitting(definition, { attachments: [quote, 'x', { ...contract, size: -1 }] })).toEqual({
      attachments: [quote],
    });
    expect(filesIn(definition, { attachments: ['x', quote] })).toMatchObject([
      { pointer: '/attachments/1', file: quote },
    ]);
  });
});

describe('files as they are shown', () => {
  const field = fieldOf(definition, '/attachments');

  it('say name, size and the first digits of the hash, in either language', () => {
    const text = valueText(field, [quote, contract], 'zh');
    expect(text).toBe(
      `报价单.pdf（13 字节，SHA-256 ${quote.sha256.slice(0, 8)}）、合同.docx（11 字节，SHA-256 ${contract.sha256.slice(0, 8)}）`,
    );
    expect(valueText(field, quote, 'en')).toBe(`报价单.pdf (13 bytes, SHA-256 ${quote.sha256.slice(0, 8)})`);
    expect(valueText(field, [], 'zh')).toBe('');
  });

  it('are placed by their field', () => {
    expect(placeOf(definition, '/plan/0/files/1', 'zh')).toBe('支出 1 · 附件');
    expect(fieldOf(definition, '/plan/0/files/1')).toBe(fieldOf(definition, '/plan/0/files'));
    expect(fieldOf(definition, '/plan/0/files/1/name')).toBeUndefined();
  });
});

describe('a return', () => {
  const handedIn = { ...aDeclaration(), attachments: [quote] };

  it('opens all files of a field, and none alone', () => {
    expect(namesField(definition, handedIn, '/attachments')).toBe(true);
    expect(namesField(definition, handedIn, '/attachments/0')).toBe(false);
    expect(namesField(definition, handedIn, '/plan/0/files')).toBe(true);
  });

  it('finds each file that was changed outside of what it opened', () => {
    const changed = { ...handedIn, attachments: [contract] };
    expect(frozenFindings(definition, ['/title'], handedIn, changed).map(({ path }) => path)).toEqual([
      '/attachments/0',
      '/attachments/0',
    ]);
    expect(frozenFindings(definition, ['/attachments'], handedIn, changed)).toEqual([]);
  });
});
