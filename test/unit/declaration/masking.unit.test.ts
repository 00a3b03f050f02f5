import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { maskFor } from '../../../shared/values/masking/mask.ts';
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
