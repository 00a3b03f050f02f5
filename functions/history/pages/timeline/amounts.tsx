import { common } from '../../../../shared/pages/words/common.ts';
import { amountParts, columnUnitText, unitOf } from '../../../../shared/values/amount-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { historyWords } from '../../words/history.ts';
import type { LineAmounts } from './decision-details.ts';

interface LineTableProps {
  readonly lang: Lang;
  readonly lines: readonly LineAmounts[];
  /** Until the end, what is left is not yet what is approved. */
  readonly isApproved: boolean;
}

/** Requested and approved, line by line: three short columns, a table on a phone too. */
export function LineTable({ lang, lines, isApproved }: LineTableProps) {
  const words = historyWords[lang];
  const unit = unitOf(lines.flatMap(({ requestedFen, approvedFen }) => [requestedFen, approvedFen]));
  const column = columnUnitText(unit, lang);
  const figure = (fen: number) => amountParts(fen, lang, unit)[0];
  const total = (key: 'requestedFen' | 'approvedFen') =>
    figure(lines.reduce((sum, line) => sum + line[key], 0));
  return (
    <>
      {column !== '' && <p class="soft">{words.inUnit(column)}</p>}
      <table class="amounts-by-line">
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col" class="num">
              {words.requested}
            </th>
            <th scope="col" class="num">
              {isApproved ? words.approved : words.leftSoFar}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, requestedFen, approvedFen }, index) => (
            <tr key={`${index} ${name}`}>
              <th scope="row">{name}</th>
              <td class="num">{figure(requestedFen)}</td>
              <td class="num">
                {approvedFen === requestedFen ? figure(approvedFen) : <ins>{figure(approvedFen)}</ins>}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{common[lang].total}</th>
            <td class="num">{total('requestedFen')}</td>
            <td class="num">{total('approvedFen')}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}
