import type { ChangeView, FindingView } from '../../../shared/contract/views.ts';
import type { FormDefinition, Section } from '../../../shared/forms/definition.ts';
import { fieldOf, placeOf } from '../../../shared/forms/places.ts';
import { partsOf } from '../../../shared/forms/pointer.ts';
import { valueText } from '../../../shared/forms/value-text.ts';
import type { Outcome } from '../../../shared/history/vocabulary.ts';
import { FileLinks } from '../../../shared/pages/attaching/file-links.tsx';
import type { FilesShown } from '../../../shared/pages/attaching/files-shown.ts';
import { Findings, More, When } from '../../../shared/pages/components.tsx';
import { common, outcomeWords } from '../../../shared/pages/words/common.ts';
import { amountText, changeText } from '../../../shared/values/amount-text.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import type { SuppliedFiles } from '../../../shared/workflow/supplied-texts.ts';
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
export function Notes({
  lang,
  definition,
  findings,
  more,
}: PartProps & { findings: readonly FindingView[]; more: number | undefined }) {
  const words = decisionWords[lang];
  return (
    <section>
      <h2>
        {words.findings}{' '}
        {findings.length > 0 && <span class="badge warning">{words.notes(findings.length)}</span>}
      </h2>
      {kindsOf(definition, findings, lang).map(({ id, title, found }) => (
        <details key={id} class="kind" open={findings.length <= FEW || found.some(isError)}>
          <summary>
            {title}{' '}
            <span class={`badge ${found.some(isError) ? 'error' : 'warning'}`}>
              {words.notes(found.length)}
            </span>
          </summary>
          <Findings
            lang={lang}
            findings={found}
            more={undefined}
            placeOf={(path) => placeOf(definition, path, lang)}
          />
        </details>
      ))}
      <More lang={lang} more={more} />
      {findings.length === 0 && <p class="soft">{words.noFindings}</p>}
    </section>
  );
}

/** As many as are read at a glance stand unfolded. */
const FEW = 3;

const isError = ({ severity }: FindingView): boolean => severity === 'error';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly found: readonly FindingView[];
}

/** Findings by the section that they are about, that of the money first. */
function kindsOf(definition: FormDefinition, findings: readonly FindingView[], lang: Lang): Kind[] {
  const money = definition.totals && partsOf(definition.totals.list)[0];
  const sectionOf = ({ path }: FindingView): Section | undefined =>
    definition.sections.find(({ fields }) => fields.some(({ key }) => key === partsOf(path)[0]));
  const holdsMoney = (section: Section | undefined): boolean =>
    section?.fields.some(({ key }) => key === money) ?? false;
  return [...Map.groupBy(findings, sectionOf)]
    .toSorted(([a], [b]) => Number(holdsMoney(b)) - Number(holdsMoney(a)))
    .map(([section, found]) => ({
      id: section?.id ?? '',
      title: section ? say(section.title, lang) : decisionWords[lang].whole,
      found,
    }));
}

/** What was decided at a stage before. */
export interface Opinion {
  readonly stage: string;
  /** The revision that it is on, where that is an earlier one. */
  readonly revision?: number;
  readonly by: string;
  readonly at: string;
  readonly outcome: Outcome;
  readonly comment?: string | undefined;
  readonly supplied: readonly (readonly [label: string, text: string])[];
  readonly files?: readonly SuppliedFiles[];
  /** What it cut, in fen, and of which lines. */
  readonly cut?: {
    readonly fen: number;
    readonly lines: readonly {
      readonly name: string;
      readonly beforeFen: number;
      readonly amountFen: number;
      readonly reason: string;
    }[];
  };
}

/** What the stages before said, with their notes for colleagues. */
export function Opinions(props: {
  readonly lang: Lang;
  readonly opinions: readonly Opinion[];
  readonly files: FilesShown;
}) {
  const { lang, opinions } = props;
  if (opinions.length === 0) return null;
  return (
    <section>
      <h2>{decisionWords[lang].opinions}</h2>
      <ul class="plain-list">
        {opinions.map(({ stage, revision, by, at, outcome, comment, supplied, files, cut }) => (
          <li key={`${stage} ${at}`}>
            <p class="opinion">
              {stage}
              {revision !== undefined && common[lang].inParentheses(common[lang].revision(revision))} · {by} ·{' '}
              {outcomeWords[lang][outcome]}
              {cut && decisionWords[lang].andCut(amountText(cut.fen, lang))}{' '}
              <span class="soft">
                <When lang={lang} utc={at} />
              </span>
            </p>
            {cut?.lines.map(({ name, beforeFen, amountFen, reason }) => (
              <p key={name} class="soft">
                {`${name}${common[lang].colon}${changeText(beforeFen, amountFen, lang)}${common[lang].semicolon}${reason}`}
              </p>
            ))}
            {supplied.map(([label, text]) => (
              <p key={label} class="soft">
                {`${label}${common[lang].colon}${text}`}
              </p>
            ))}
            {files?.map(({ label, value }) => (
              <div key={label}>
                <span class="soft">{`${label}${common[lang].colon}`}</span>
                <FileLinks lang={lang} value={value} files={props.files} beside />
              </div>
            ))}
            {comment && <blockquote>{comment}</blockquote>}
          </li>
        ))}
      </ul>
    </section>
  );
}
