import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../shared/declaration/definition.ts';
import { namesField } from '../../../shared/forms/check.ts';
import { fieldAt } from '../../../shared/forms/field-at.ts';
import { partsOf, putAt } from '../../../shared/forms/pointer.ts';
import { scopeOf, withinScope } from '../../../shared/forms/scope.ts';
import { aDeclaration } from '../../builders/declaration.ts';

describe('a pointer', () => {
  const names = (pointer: string) => namesField(definition, aDeclaration(), pointer);

  it.each([
    ...['/title', '/plan', '/plan/2', '/plan/2/basis', '/unit', '/unit/profile', '/basis/0/articles'],
    ...['/performance/annualGoal/items/0', '/performance/indicators/1/value'],
  ])('names a field of the declaration: %s', (pointer) => {
    expect(names(pointer)).toBe(true);
  });

  it.each([
    ...['', '/', 'title', '/nothing', '/title/x', '/title/title', '/title/0', '/budgetYear/title'],
    ...[
      '/plan/3',
      '/plan/-',
      '/plan/02',
      '/plan/-1',
      '/plan/1e0',
      '/plan/name',
      '/plan/0/name/x',
      '/plan/length',
    ],
    ...['/__proto__', '/unit/constructor', '/plan/__proto__', '/performance/annualGoal/items/0/0', '/title/'],
  ])('names none: %j', (pointer) => {
    expect(names(pointer)).toBe(false);
  });

  it('leads to no field below a single value, whatever the form has elsewhere', () => {
    expect(fieldAt(definition, partsOf('/title/budgetYear'))).toBeUndefined();
  });
});

describe('what a return opens', () => {
  it('are the fields that its pointers name; what an earlier release let in beside them shuts nothing', () => {
    const opened = (...pointers: string[]) => scopeOf(definition, aDeclaration(), pointers);
    expect(opened('/title/x', '/plan/2', '/plan/99', '/nothing', '')).toEqual(['/plan/2']);
    expect(opened('/title/x', '/plan/99')).toEqual([]);
    expect(opened()).toEqual([]);
  });
});

describe('writing at a pointer', () => {
  it.each([
    ['/title/x', { title: '甲' }],
    ['/plan/7/name', { plan: [{ name: '甲' }] }],
    ['/plan/00/name', { plan: [{ name: '甲' }] }],
    ['/unit/name', { unit: null }],
  ])('writes nothing where there is no place for it: %s', (pointer, document) => {
    expect(putAt(document, pointer, '乙')).toEqual(document);
  });

  it.each([
    ['/unit/name', {}, { unit: { name: '乙' } }],
    ['/plan/0', { plan: ['甲', '丙'] }, { plan: ['乙', '丙'] }],
    ['/__proto__/x', {}, JSON.parse('{"__proto__":{"x":"乙"}}')],
  ])('makes what is missing on the way, and nothing of the prototype: %s', (pointer, document, after) => {
    expect(putAt(document, pointer, '乙')).toEqual(after);
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  it('takes away where there is no value', () => {
    expect(putAt({ plan: ['甲', '丙'], title: '丁' }, '/plan/0', undefined)).toEqual({
      plan: ['丙'],
      title: '丁',
    });
    expect(putAt({ title: '丁' }, '/title', undefined)).toEqual({});
  });

  it('of a return whose pointers an earlier release let in leaves the values as they are', () => {
    const handedIn = { title: '甲', plan: [{ name: '乙' }] };
    const posted = { declaration: { title: '丙' }, unread: {} };
    expect(withinScope(['/title/x', '/plan/0/name/y'], handedIn, posted).declaration).toEqual(handedIn);
  });
});
