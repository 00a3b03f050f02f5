import { describe, expect, it } from '@jest/globals';
import { maskDeclaration, maskName, maskPhone } from '../../../shared/declaration/masking.ts';
import { aDeclaration } from '../../builders/declaration.ts';

describe('a masked name', () => {
  it.each([
    ['曾示例', '曾**'],
    ['曾示', '曾**'],
    ['欧阳示例', '欧**'],
    ['买买提·艾力', '买**'],
    ['𠮷示例', '𠮷**'],
    [' 曾示例 ', '曾**'],
    ['曾**', '曾**'],
    ['曾', '**'],
    ['', ''],
  ])('%s is %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});

describe('a masked telephone number', () => {
  it.each([
    ['13800000000', '138****0000'],
    ['138 0000 0000', '138****0000'],
    ['+86 138-0000-0000', '138****0000'],
    ['１３８００００００００', '138****0000'],
    ['00000000', '****0000'],
    ['0871-00001234', '****1234'],
    ['(0871) 00001234', '(****1234'],
    ['00001234转801', '****1234转801'],
    ['13800000000、00001234', '138****0000、****1234'],
    ['', ''],
  ])('%s is %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });
});

describe('R35: a declaration for the public', () => {
  const { unit } = aDeclaration();
  const person = { ...unit, legalRepresentative: '张示例', phone: '13800000000' };

  it('tells neither the person nor the telephone, wherever they stand', () => {
    const declaration = aDeclaration({
      unit: person,
      overview: '联系人张示例，手机13900000000、13800000000。',
    });
    const masked = maskDeclaration(declaration);
    expect(masked.unit).toEqual({ ...unit, legalRepresentative: '张**', phone: '138****0000' });
    expect(masked.overview).toBe('联系人张**，手机139****0000、138****0000。');
  });

  it('keeps everything else, and the declaration itself', () => {
    const declaration = aDeclaration({ unit: person });
    const before = structuredClone(declaration);
    const masked = maskDeclaration(declaration);
    expect({ ...masked, unit: null }).toEqual({ ...declaration, unit: null });
    expect(declaration).toEqual(before);
  });

  it('masks a name of one character in its own field only', () => {
    const masked = maskDeclaration({ unit: { legalRepresentative: '安' }, title: '安全' });
    expect(masked).toEqual({ unit: { legalRepresentative: '**' }, title: '安全' });
  });

  it('masks a draft that has neither', () => {
    expect(maskDeclaration({ title: '安全' })).toEqual({ title: '安全' });
  });
});
