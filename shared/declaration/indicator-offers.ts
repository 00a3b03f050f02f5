import type { PartOf } from '../forms/definition.ts';
import type { RowOffer } from '../forms/form.ts';
import { isBlank } from '../forms/rule.ts';
import type { Declaration } from './definition.ts';
import { indicatorsOf } from './indicator-rows.ts';
import { indicatorFor, indicatorText, measuredLines } from './measured-lines.ts';

/** What each named line of the plan offers, an indicator of its quantity, and which indicators measure it already. */
export function indicatorOffers(declaration: PartOf<Declaration>): RowOffer[] {
  const plan = declaration.plan ?? [];
  const indicators = indicatorsOf(declaration).filter(({ kind }) => kind === 'indicator');
  const measured = measuredLines(
    plan,
    indicators.map(({ row }) => row),
  );
  return plan.flatMap(({ name, quantity, quantityUnit }, index) => {
    const { by = [], lacking = false } = measured[index] ?? {};
    if (isBlank(name)) return [];
    return [
      {
        of: `/plan/${index}`,
        row: indicatorFor({ name, quantity, quantityUnit }),
        lacking,
        belonging: by.flatMap((at) => {
          const { path, row } = indicators[at] ?? {};
          return path && row ? [{ path, text: indicatorText(row) }] : [];
        }),
      },
    ];
  });
}
