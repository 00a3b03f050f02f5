import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../shared/declaration/definition.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { PERSONAL } from '../../../shared/declaration/masking.ts';
import { fieldsOf } from '../../../shared/forms/definition.ts';
import { maskFor, unmasked } from '../../../shared/values/masking/mask.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import { maskSupplied, suppliedTexts } from '../../../shared/workflow/supplied-texts.ts';
import { aFile } from '../../builders/attached-files.ts';
import { aDeclaration } from '../../builders/declaration.ts';

const shown = (declaration: Record<string, unknown>) =>
  form.masked(declaration, maskFor(form.personalData(declaration)));

describe('R35: a declaration for whoever is no party', () => {
  const { unit } = aDeclaration();
  const person = { ...unit, legalRepresentative: '张示例', phone: '13800000000' };

  it('tells neither the person nor the telephone, wherever they stand', () => {
    const declaration = aDeclaration({
      title: '张 示例的项目',
      unit: person,
      overview: '联系人张示例，手机13900000000、138 0000 0000。',
    });
    expect(shown({ ...declaration })).toMatchObject({
      title: '张**的项目',
      unit: { ...unit, legalRepresentative: '张**', phone: '138****0000' },
      overview: '联系人张**，手机139****0000、138****0000。',
    });
  });

  it('keeps everything else, and the declaration itself', () => {
    const declaration = { ...aDeclaration({ unit: person }) };
    const before = structuredClone(declaration);
    expect({ ...shown(declaration), unit: null }).toEqual({ ...declaration, unit: null });
    expect(declaration).toEqual(before);
  });

  it('tells neither lead nor contact person, and not their telephones', () => {
    const kind = {
      lead: '李示例',
      leadPhone: '0871-67480002、13800000002',
      contact: '王示例',
      contactPhone: '67480003',
      office: '综合协调科',
      code: '530114210000000001234',
    };
    const declaration = { ...aDeclaration({ kind, overview: '由李示例负责，联系王示例 6748 0003。' }) };
    expect(shown(declaration)).toMatchObject({
      kind: {
        ...kind,
        lead: '李**',
        leadPhone: '****0002、138****0002',
        contact: '王**',
        contactPhone: '****0003',
      },
      overview: '由李**负责，联系王** ****0003。',
    });
  });

  it('knows every field that asks for a person or a telephone', () => {
    const asked = fieldsOf(definition).flatMap((field) =>
      field.kind === 'group'
        ? field.fields.map(({ key, label }) => ({ path: `/${field.key}/${key}`, label: label.zh }))
        : [],
    );
    const named = (of: RegExp) => asked.filter(({ label }) => of.test(label)).map(({ path }) => path);
    expect(named(/代表$|负责人$|联系人$/).sort()).toEqual([...PERSONAL.names].sort());
    expect(named(/电话$|手机$/).sort()).toEqual([...PERSONAL.telephones].sort());
  });

  it('says of a file what binds its bytes, and not what it is called', () => {
    // Digits that would be taken for a mobile number, were they a text.
    const sha256 = `13800138000${'0'.repeat(53)}`;
    const passport = { ...aFile('张三 护照 13800138000.PDF'), sha256 };
    const quote = aFile('报价单.docx');
    const [line, ...lines] = aDeclaration().plan;
    const declaration = {
      ...aDeclaration(),
      plan: [{ ...line, files: [quote, passport] }, ...lines],
      attachments: [passport],
    };
    expect(shown(declaration)).toMatchObject({
      plan: [
        {
          files: [
            { ...quote, name: '附件1.docx' },
            { ...passport, name: '附件2.PDF' },
          ],
        },
        ...lines,
      ],
      attachments: [{ ...passport, name: '附件2.PDF' }],
    });
    // What cannot be read is not shown, its files included.
    expect(shown({ ...declaration, unit: 'x' })).toEqual({});
  });

  it('says of a file that a decider supplied the same', () => {
    const supplied = { minutes: [aFile('张三谈话记录.pdf')] };
    const [approval] = defaultStages.slice(-1);
    const masked = maskSupplied(approval, supplied, maskFor({ names: [], telephones: [] }));
    expect(masked).toEqual({ minutes: [{ ...supplied.minutes[0], name: '附件1.pdf' }] });
    const reader = { seesInternal: false };
    expect(suppliedTexts(approval, masked, 'zh', reader)).toEqual([
      ['会议纪要等附件', `附件1.pdf（22 字节，SHA-256 ${supplied.minutes[0]?.sha256.slice(0, 8)}）`],
    ]);
    expect(maskSupplied(approval, supplied, unmasked)).toBe(supplied);
    expect(maskSupplied(approval, undefined, unmasked)).toBeUndefined();
  });

  it('masks a name of one character in its own field only', () => {
    expect(shown({ unit: { legalRepresentative: '安' }, title: '安全' })).toEqual({
      unit: { legalRepresentative: '**' },
      title: '安全',
    });
  });

  it('masks a draft that has neither, and shows nothing of what it cannot read', () => {
    expect(shown({ title: '安全，13800138000' })).toEqual({ title: '安全，138****8000' });
    expect(shown({ unit: '13800138000' })).toEqual({});
  });
});
