import { changesBetween } from '../forms/changes.ts';
import { type Cut, linesOf, withCuts } from '../forms/cuts.ts';
import { fitting } from '../forms/fitting.ts';
import { fieldOf, placeOf } from '../forms/places.ts';
import { valueAt } from '../forms/pointer.ts';
import { childOf } from '../forms/value-text.ts';
import type { ProjectStateName } from '../history/vocabulary.ts';
import { common, states } from '../pages/words/common.ts';
import { normalText, withoutFaults } from '../values/text.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import { printedContent } from './attachments.ts';
import { type Adjusted, type CutLine, closingSections, type Signature } from './closing.ts';
import type { Layout } from './layout.ts';
import type { OfficialDocument } from './model.ts';

/** What an official document is made of: a content, and what the record says of it. */
export interface DocumentSource {
  readonly form: StagedForm;
  /** How the form's content is worded. */
  readonly layout: Layout;
  readonly declaration: Record<string, unknown>;
  readonly project: {
    readonly id: string;
    readonly unitName: string;
    readonly state: ProjectStateName;
    readonly stage: string | null;
    readonly revision: number;
    /** UTC: when what is shown was handed in, or last saved. */
    readonly savedAt: string;
    readonly requestedFen: number | null;
    readonly approvedFen: number | null;
  };
  /** Of `declaration`; null while it may still change. */
  readonly contentHash: string | null;
  /** On this revision, in whatever order. */
  readonly decisions: readonly Signature[];
  readonly submitted: { readonly by: string; readonly at: string } | null;
  /** The product's public address. */
  readonly baseUrl: string;
}

/** 申报稿, and what became of it where it will never be approved. */
function markOf(state: ProjectStateName): string | null {
  if (state === 'approved') return null;
  const ended = state === 'rejected' || state === 'withdrawn' || state === 'lapsed';
  return ended ? `申报稿（${states.zh[state]}）` : '申报稿';
}

/** Where a scanned paper leads: the document, which says whether the hash is that of its content. */
const addressOf = ({ project, contentHash, baseUrl }: DocumentSource): string =>
  `${baseUrl}/projects/${project.id}/document${contentHash === null ? '' : `?hash=${contentHash}`}`;

/** Everything that the document says was done by then. */
const asOf = ({ project, decisions }: DocumentSource): string =>
  [project.savedAt, ...decisions.map(({ at }) => at)].sort().at(-1) ?? project.savedAt;

/** The last word on each line, in the order of the plan. */
function cutsOf({ decisions }: DocumentSource): (Cut & { readonly stage: string })[] {
  const made = decisions
    .filter(({ outcome }) => outcome === 'approve')
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .flatMap(({ stage, cuts = [] }) => cuts.map((cut) => ({ ...cut, stage })));
  return [...new Map(made.map((cut) => [cut.line, cut])).values()].sort((a, b) => a.line - b.line);
}

function cutLinesOf({ form, declaration }: DocumentSource, cuts: ReturnType<typeof cutsOf>): CutLine[] {
  const lines = linesOf(form.definition, declaration);
  return cuts.map(({ line, amountFen, reason, stage }) => {
    const { name = '', amountFen: requestedFen = 0 } = lines[line] ?? {};
    return { name, requestedFen, approvedFen: amountFen, reason, stage };
  });
}

/** `“项目总成本”的指标值`: a row by its own name, which a reader of the paper can find. */
function called({ form, declaration }: DocumentSource, path: string): string {
  const row = valueAt(declaration, path.replace(/\/[^/]*$/, ''));
  const name = childOf(row, 'name');
  const field = fieldOf(form.definition, path);
  if (typeof name === 'string' && field) return `“${name}”的${field.label.zh}`;
  return placeOf(form.definition, path, 'zh');
}

/** What the cuts change beside the lines and their sum. */
function adjustedBy(source: DocumentSource, cuts: readonly Cut[]): Adjusted[] {
  const { form, declaration } = source;
  const { definition } = form;
  const { list = '', against = '' } = definition.totals ?? {};
  return changesBetween(definition, declaration, withCuts(form, declaration, cuts))
    .filter(({ path }) => !path.startsWith(`${list}/`) && path !== against)
    .map(({ path, before, after }) => ({
      place: called(source, path),
      before: String(before ?? ''),
      after: String(after ?? ''),
    }));
}

/** Without what paper does not show, or shows in another order; a Word file with a control character does not open. */
const printable = (document: OfficialDocument): OfficialDocument =>
  JSON.parse(JSON.stringify(document), (_, value: unknown) =>
    typeof value === 'string' ? withoutFaults(normalText(value)) : value,
  );

/** Makes the official document of a declaration, in whatever state its project is, and whatever its draft holds. */
export function makeDocument(made: DocumentSource): OfficialDocument {
  const source = { ...made, declaration: fitting(made.form.definition, made.declaration) };
  const { form, declaration, project, decisions, submitted } = source;
  const { definition, stages } = form;
  const { title, sections } = printedContent(definition, source.layout, declaration);
  const cuts = cutsOf(source);
  return printable({
    unitName: project.unitName,
    title,
    mark: markOf(project.state),
    asOf: asOf(source),
    sections: [
      ...sections,
      ...closingSections({
        ...project,
        stages,
        decisions,
        submitted,
        cuts: cutLinesOf(source, cuts),
        adjusted: adjustedBy(source, cuts),
      }),
    ],
    identity: {
      number: project.id,
      revision: common.zh.revision(project.revision),
      state: states.zh[project.state],
      contentHash: source.contentHash,
      address: addressOf(source),
    },
    content: { form: definition.id, declaration },
  });
}
