import { Table } from '../../../shared/pages/table.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { Difference } from '../differences.ts';
import { directoryWords } from '../words/directory.ts';

interface DifferenceTableProps {
  readonly lang: Lang;
  readonly differences: readonly Difference[];
  /** What the two states are called. */
  readonly now: string;
  readonly later: string;
}

/** Two states of a unit or person, field by field. */
export function DifferenceTable({ lang, differences, now, later }: DifferenceTableProps) {
  const empty = <span class="soft">{common[lang].inParentheses(directoryWords[lang].empty).trim()}</span>;
  return (
    <Table
      named
      columns={[{ heading: directoryWords[lang].item }, { heading: now }, { heading: later }]}
      rows={differences.map(({ label, before, after }) => ({
        key: label,
        cells: [
          label,
          before === '' ? empty : <span class="lines">{before}</span>,
          after === '' ? empty : <b class="lines">{after}</b>,
        ],
      }))}
    />
  );
}
