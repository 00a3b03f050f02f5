import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { finance, type Given, given, inReview, unit, usual } from '../../builders/workflow.ts';

describe('a project whose unit was merged into another', () => {
  const changeUnit: Command = { type: 'change-unit', unit: { id: finance.id, name: '承接单位（示例）' } };

  it.each<[string, Given[]]>([
    ['a draft', [usual.create()]],
    ['in review', [...inReview]],
  ])('goes on under that one, %s, and says which it was', (_, happened) => {
    const after = given(...happened)
      .when(changeUnit, { directoryVersion: 4 })
      .follows([{ action: 'unit-changed', unit: finance.id, formerUnit: unit.id, directory: 4 }]);
    expect(after?.loaded?.record.unit).toEqual(changeUnit.unit);
    expect(after?.loaded?.requests.map(({ unitName }) => unitName)).toEqual(
      after?.loaded?.requests.map(() => '承接单位（示例）'),
    );
  });

  it('is under it once', () => {
    given(...inReview, changeUnit)
      .when(changeUnit)
      .refuses('already-its-unit');
  });
});
