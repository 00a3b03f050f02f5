import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { importFile } from '../../../shared/declaration/import/import-file.ts';
import { makeDocument } from '../../../shared/document/make-document.ts';
import { withoutContent } from '../../../shared/document/text-content.ts';
import { makeTextFile } from '../../../shared/document/text-file.ts';
import { aDeclaration, aFullDeclaration } from '../../builders/declaration.ts';
import { aDocumentSource } from '../../builders/document.ts';

const textOf = (declaration: Record<string, unknown>): string =>
  Buffer.from(makeTextFile(makeDocument(aDocumentSource({ declaration })))).toString('utf8');
const imported = (text: string) => importFile('申报文本.txt', Buffer.from(text));

const full = aFullDeclaration();
const file = textOf(full);
/** The lines of the packed content. */
const packedIn = (text: string): string => /改动】([^【]*)【/.exec(text)?.[1] ?? '';

describe('the text of a document', () => {
  it('is a line for a paragraph and for a row of a table, as old programs take it', () => {
    expect(file.startsWith('\uFEFF申报稿\r\n昆明市呈贡区应急管理局\r\n')).toBe(true);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const lines = file.split('\r\n');
    expect(lines).toContain('三、项目实施单位');
    expect(lines).toContain('来源\t具体名称\t金额（元）\t其中本次申请（元）');
    expect(lines).toContain('上级补助\t省级安全生产专项资金\t115,000.00\t115,000.00');
    expect(
      Math.max(
        ...packedIn(file)
          .split('\r\n')
          .map(({ length }) => length),
      ),
    ).toBe(76);
  });

  it('keeps the columns of a table where cells are merged', () => {
    const rows = file.split('\r\n').map((line) => line.split('\t'));
    const [head = []] = rows.filter(([first]) => first === '一级指标');
    const [level = []] = rows.filter(([first]) => first === '产出指标');
    expect(level).toHaveLength(head.length);
    expect(level[head.indexOf('指标值')]).toBe('空');
  });

  it('is taken by what it shows once somebody has edited it, and nothing of the packed content is left over', async () => {
    const { declaration, notPlaced } = await imported(file.replaceAll('示例负责人', '示例新人'));
    expect(declaration.unit).toEqual({ ...full.unit, legalRepresentative: '示例新人' });
    expect(declaration.appropriation).toEqual(full.appropriation);
    expect(notPlaced).toEqual([]);
  });

  it.each([
    ['without its packed content', (text: string) => withoutContent(text).text],
    ['whose packed content is cut', (text: string) => text.replace(/(改动】\s+)[^【]{80}/, '$1')],
    ['whose packed content is emptied', (text: string) => text.replace(packedIn(text), '\r\n')],
    [
      'whose packed content is no JSON',
      (text: string) => text.replace(packedIn(text), deflateRawSync('{form').toString('base64')),
    ],
    [
      'whose packed content is of another form',
      (text: string) =>
        text.replace(
          packedIn(text),
          deflateRawSync(JSON.stringify({ form: 'another', declaration: {} })).toString('base64'),
        ),
    ],
  ])('%s is read like any other', async (_, change) => {
    const changed = change(file);
    expect(changed).not.toBe(file);
    const { declaration, inferred, notPlaced } = await imported(changed);
    expect(declaration.unit).toEqual(full.unit);
    expect(declaration.appropriation).toEqual(full.appropriation);
    expect({ inferred, notPlaced }).toEqual({ inferred: [], notPlaced: [] });
  });

  it('whose packed content unpacks to more than a request may hold is read by what it shows', async () => {
    const padded = (blanks: number) => {
      const content = `${' '.repeat(blanks)}${JSON.stringify({ form: 'project-declaration', declaration: full })}`;
      return imported(file.replace(packedIn(file), deflateRawSync(content).toString('base64')));
    };
    expect((await padded(1)).declaration).toEqual(full);
    // Whether a full stop was typed is not to be seen.
    expect((await padded(2 ** 21)).declaration.plan?.[1]?.description).toBe(`${full.plan[1]?.description}。`);
  });

  it('comes back through a mail that breaks its lines, indents them and leaves out its mark', async () => {
    const mailed = file
      .replace('\uFEFF', '')
      .split('\r\n')
      .flatMap((line) => line.match(/.{1,40}/gu) ?? [''])
      .map((line) => `  ${line.trimEnd()}\n`)
      .join('');
    expect((await imported(mailed)).declaration).toEqual(full);
  });

  it('comes back where a field says what the packed content begins with', async () => {
    const begin = /【导入用数据：[^】]*】/.exec(file)?.[0] ?? '';
    expect(begin).not.toBe('');
    const declaration = aDeclaration({ overview: `${begin}\nAAAA\n【导入用数据完】`, results: begin });
    expect((await imported(textOf(declaration))).declaration).toEqual(declaration);
  });
});
