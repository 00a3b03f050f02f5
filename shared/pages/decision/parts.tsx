import type { FormDefinition } from '../../forms/definition.ts';
import { valueAt } from '../../forms/pointer.ts';
import { formatWan, formatYuan } from '../../project/money.ts';
import type { ChangeView, FindingView } from '../../project/views.ts';
import { Findings } from '../components.tsx';
import { type Lang, say } from '../language.ts';
import { fieldOf, placeOf } from '../places.ts';
import { childOf, rowsOf, valueText } from '../values.ts';
import { common } from '../words/common.ts';
import { decisionWords } from '../words/decision.ts';

interface PartProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
}

/** What the unit changed since the revision that was decided on before. */
export function Changes({ lang, definition, changes }: PartProps & { changes: readonly ChangeView[] }) {
  const words = decisionWords[lang];
  if (changes.length === 0) return null;
  return (
    <section>
      <h2>
        {words.changes} <span class="badge info">{words.places(changes.length)}</span>
      </h2>
      <ul class="plain-list changes">
        {changes.map(({ path, before, after }) => {
          const field = fieldOf(definition, path);
          return (
            <li key={path}>
              <span>{placeOf(definition, path, lang)}</span>
              <span>
                <del>{valueText(field, before, lang) || common[lang].none}</del>
                {' → '}
                <ins>{valueText(field, after, lang) || common[lang].none}</ins>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What the rules found; a clean result is said too, so that silence is never read as "not checked". */
export function Notes({ lang, definition, findings }: PartProps & { findings: readonly FindingView[] }) {
  const words = decisionWords[lang];
  return (
    <section>
      <h2>
        {words.findings}{' '}
        {findings.length > 0 && <span class="badge warning">{words.notes(findings.length)}</span>}
      </h2>
      {findings.length > 0 ? (
        <Findings lang={lang} findings={findings} placeOf={(path) => placeOf(definition, path, lang)} />
      ) : (
        <p class="soft">{words.noFindings}</p>
      )}
    </section>
  );
}

/** The lines that make up the amount, with how each was calculated. */
export function PlanLines({ lang, definition, declaration }: PartProps & { declaration: unknown }) {
  const { totals } = definition;
  if (!totals) return null;
  const list = fieldOf(definition, totals.list);
  if (list?.kind !== 'list' || list.of.kind !== 'group') return null;
  const { rowName, of } = list;
  const rows = rowsOf(valueAt(declaration, totals.list));
  const amounts = rows.map((row) => Number(childOf(row, totals.amount) ?? 0));
  // What stands beside the amount: 5,000.00 × 45 个社区.
  const factors = of.fields.filter(
    ({ key, kind }) => key !== totals.amount && (kind === 'money' || kind === 'integer'),
  );
  return (
    <section>
      <h2>
        {decisionWords[lang].plan} <span class="soft">{common[lang].wan}</span>
      </h2>
      <ol class="plain-list lines">
        {rows.map((row, index) => (
          <li key={`${totals.list}/${index}`}>
            <span>
              {rowName ? String(childOf(row, rowName) ?? '') : say(list.rowLabel, lang)}
              <Product row={row} factors={factors.map(({ key }) => key)} lang={lang} />
            </span>
            <span class="num">{formatWan(amounts[index] ?? 0)}</span>
          </li>
        ))}
        <li class="sum">
          <b>{common[lang].total}</b>
          <b class="num">{formatWan(amounts.reduce((sum, fen) => sum + fen, 0))}</b>
        </li>
      </ol>
    </section>
  );
}

function Product({ row, factors, lang }: { row: unknown; factors: readonly string[]; lang: Lang }) {
  const [price, quantity] = factors.map((key) => childOf(row, key));
  if (typeof price !== 'number' || typeof quantity !== 'number') return null;
  const unit = childOf(row, 'quantityUnit');
  return (
    <span class="soft product">
      {formatYuan(price)} {common[lang].yuan} × {quantity} {typeof unit === 'string' ? unit : ''}
    </span>
  );
}
