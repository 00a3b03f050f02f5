import type { ComponentChildren } from 'preact';
import type { DecisionView } from '../contract/views.ts';
import { type Cut, linesOf } from '../forms/cuts.ts';
import type { FormDefinition } from '../forms/definition.ts';
import { fieldOf } from '../forms/places.ts';
import { valueAt } from '../forms/pointer.ts';
import { childOf, rowsOf } from '../forms/value-text.ts';
import { amountParts, amountText, columnUnitText, unitOf } from '../values/amount-text.ts';
import type { Lang } from '../values/language.ts';
import type { MoneyUnit } from '../values/money.ts';
import { common } from './words/common.ts';
import { planWords } from './words/plan.ts';

/** One line of the plan, as it can be cut. */
export interface CuttableLine {
  /** 0-based. */
  readonly index: number;
  readonly name: string;
  /** What is left of it so far. */
  readonly currentFen: number;
}

export interface PlanLinesProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly decision: Pick<DecisionView, 'declaration' | 'cuts'>;
  /** Cuts that were tried and not made. */
  readonly tried?: readonly Cut[] | undefined;
  /** The inputs of one line, where it can be cut; and what stands below all of them. */
  readonly inputs?: (line: CuttableLine) => ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The lines that make up the amount: how each was calculated, what deciders left of it, and what may be cut now. */
export function PlanLines(props: PlanLinesProps) {
  const { lang, definition, decision, inputs } = props;
  const { totals } = definition;
  const list = totals && fieldOf(definition, totals.list);
  if (!totals || list?.kind !== 'list' || list.of.kind !== 'group') return null;
  const words = planWords[lang];
  const lines = linesOf(definition, decision.declaration);
  const rows = rowsOf(valueAt(decision.declaration, totals.list));
  // What stands beside the amount: 5,000.00 × 45 个社区.
  const factors = list.of.fields
    .filter(
      ({ key, kind }) =>
        key !== totals.amount && (kind === 'money' || kind === 'decimal' || kind === 'integer'),
    )
    .map(({ key }) => key);
  const made = new Map(decision.cuts.map((cut) => [cut.line, cut]));
  const trying = new Map(props.tried?.map((cut) => [cut.line, cut]));
  const left = lines.map(
    ({ amountFen }, index) => (trying.get(index) ?? made.get(index))?.amountFen ?? amountFen,
  );
  const requestedFen = sum(lines.map((line) => line.amountFen));
  const currentFen = sum(lines.map(({ amountFen }, index) => made.get(index)?.amountFen ?? amountFen));
  const unit = unitOf([...lines.map((line) => line.amountFen), ...left]);
  const unitText = columnUnitText(unit, lang);
  return (
    <section id="plan">
      <h2>
        <span>
          {inputs || made.size > 0 ? words.plan : words.planOnly}{' '}
          {unitText && <span class="soft">{common[lang].inParentheses(unitText).trim()}</span>}
        </span>
        {inputs && <span class="soft">{words.cuttable}</span>}
      </h2>
      <ol class="plain-list lines">
        {lines.map(({ name, amountFen }, index) => {
          const cut = made.get(index);
          return (
            <li key={`${totals.list}/${index}`}>
              <span>{name}</span>
              <Figures lang={lang} unit={unit} requestedFen={amountFen} leftFen={left[index] ?? amountFen} />
              <div class="soft note">
                <Product row={rows[index]} factors={factors} lang={lang} />
                {cut && <p>{words.cutBy(cut.by, cut.reason)}</p>}
              </div>
              {/* A deduction cannot be cut. */}
              {amountFen >= 0 && inputs?.({ index, name, currentFen: cut?.amountFen ?? amountFen })}
            </li>
          );
        })}
        <li class="sum">
          <b>{common[lang].total}</b>
          {/* What a script follows the cuts by while they are typed, in fen. */}
          <b
            data-requested={inputs && requestedFen}
            data-current={inputs && currentFen}
            data-unit={inputs && unit}
          >
            <Figures lang={lang} unit={unit} requestedFen={requestedFen} leftFen={sum(left)} />
          </b>
        </li>
      </ol>
      {props.children}
    </section>
  );
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, fen) => total + fen, 0);

interface FiguresProps {
  readonly lang: Lang;
  readonly unit: MoneyUnit;
  readonly requestedFen: number;
  readonly leftFen: number;
}

function Figures({ lang, unit, requestedFen, leftFen }: FiguresProps) {
  const [requested] = amountParts(requestedFen, lang, unit);
  if (leftFen === requestedFen) return <span class="num">{requested}</span>;
  return (
    <span class="num">
      <del>{requested}</del> <ins>{amountParts(leftFen, lang, unit)[0]}</ins>
    </span>
  );
}

function Product({ row, factors, lang }: { row: unknown; factors: readonly string[]; lang: Lang }) {
  const [price, quantity] = factors.map((key) => childOf(row, key));
  if (typeof price !== 'number' || typeof quantity !== 'number') return null;
  const unit = childOf(row, 'quantityUnit');
  return (
    <p>
      {amountText(price, lang, 'yuan')} × {quantity} {typeof unit === 'string' ? unit : ''}
    </p>
  );
}
