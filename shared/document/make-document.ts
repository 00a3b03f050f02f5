import { fieldAt } from '../forms/check.ts';
import type { Form } from '../forms/form.ts';
import { partsOf, valueAt } from '../forms/pointer.ts';
import { childOf, rowsOf } from '../pages/values.ts';
import { common, states } from '../pages/words/common.ts';
import type { ProjectStateName } from '../project/views.ts';
import { type Closing, closingSections, type Signature } from './closing.ts';
import { layoutOf } from './layout.ts';
import type { OfficialDocument } from './model.ts';

/** What an official document is made of: a content, and what the record says of it. */
export interface DocumentSource {
  readonly form: Form;
  readonly declaration: Record<string, unknown>;
  readonly project: {
    readonly id: string;
    readonly unitName: string;
    readonly state: ProjectStateName;
    readonly stage: string | null;
    readonly revision: number;
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

/** The names and amounts of the lines that cuts speak of. */
function linesOf({ form: { definition }, declaration }: DocumentSource): Closing['lines'] {
  const { totals } = definition;
  if (totals === undefined) return [];
  const list = fieldAt(definition, partsOf(totals.list));
  const name = list?.kind === 'list' ? list.rowName : undefined;
  return rowsOf(valueAt(declaration, totals.list)).map((row) => {
    const amountFen = childOf(row, totals.amount);
    return {
      name: name === undefined ? '' : String(childOf(row, name) ?? ''),
      amountFen: typeof amountFen === 'number' ? amountFen : null,
    };
  });
}

/** Makes the official document of a declaration, in whatever state its project is. */
export function documentOf(source: DocumentSource): OfficialDocument {
  const { form, declaration, project, decisions, submitted } = source;
  const { definition, stages } = form;
  const { title, blocksOf } = layoutOf(form)(definition, declaration);
  const sections = definition.sections.map((section) => ({
    number: section.number,
    title: section.title.zh,
    blocks: blocksOf(section),
  }));
  return {
    unitName: project.unitName,
    title,
    mark: markOf(project.state),
    sections: [
      ...sections,
      ...closingSections({ ...project, stages, lines: linesOf(source), decisions, submitted }),
    ],
    identity: {
      number: project.id,
      revision: common.zh.revision(project.revision),
      state: states.zh[project.state],
      contentHash: source.contentHash,
      address: addressOf(source),
    },
  };
}
