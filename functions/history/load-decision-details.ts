import { linesOf } from '../../shared/forms/cuts.ts';
import { placeOf } from '../../shared/forms/places.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { type Loaded, loadRevision } from '../../shared/project/load.ts';
import { everDecided } from '../../shared/project/made-decisions.ts';
import type { DecisionRecord, RequestRecord } from '../../shared/project/records.ts';
import type { Database } from '../../shared/store/database.ts';
import type { Lang } from '../../shared/values/language.ts';
import type { Mask } from '../../shared/values/masking/mask.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import { maskSupplied, suppliedShown } from '../../shared/workflow/supplied-texts.ts';
import type { CutLine, DecisionDetails, LineAmounts } from './pages/timeline/decision-details.ts';

/** What the timeline shows besides the events: it stands in the decisions' own records, bound by `detailsHash`. */
interface Shown {
  /** By the sequence number of the event. */
  readonly decisions: ReadonlyMap<number, DecisionDetails>;
  /** The plan of the last revision that was handed in: what was requested, and what is left of it. */
  readonly lines: readonly LineAmounts[];
}

interface Made extends DecisionRecord {
  readonly request: RequestRecord;
  /** Whether it counts no more. */
  readonly isUndone: boolean;
}

const madeIn = ({ requests }: Loaded): Made[] =>
  requests
    .flatMap((request) =>
      everDecided(request).map((decision) => ({
        ...decision,
        request,
        isUndone: !request.decisions.includes(decision),
      })),
    )
    .sort((a, b) => (a.at < b.at ? -1 : 1));

const isOf = (event: HistoryEvent, { at, by, request }: Made): boolean =>
  event.action === 'decided' &&
  event.at === at &&
  event.actor.id === by.id &&
  event.stage === request.stage &&
  event.revision === request.revision;

/** Cuts by what they changed; `left` moves on with them. */
const cutLines = (cuts: DecisionRecord['cuts'] = [], left: LineAmounts[], mask: Mask): CutLine[] =>
  cuts.flatMap(({ line, amountFen, reason }) => {
    const before = left[line];
    if (!before) return [];
    left[line] = { ...before, approvedFen: amountFen };
    return [{ line, name: before.name, beforeFen: before.approvedFen, amountFen, reason: mask(reason) }];
  });

/** Finds what belongs to the events of a project. */
export async function loadDecisionDetails(
  database: Database,
  form: StagedForm,
  loaded: Loaded,
  events: readonly HistoryEvent[],
  lang: Lang,
  reader: { readonly seesInternal: boolean; readonly mask: Mask },
): Promise<Shown> {
  const { mask } = reader;
  const made = madeIn(loaded);
  const last = events.findLast(({ action }) => action === 'submitted')?.revision;
  const cut = made.filter(({ cuts }) => cuts).map(({ request }) => request.revision);
  const plans = new Map<number, LineAmounts[]>();
  for (const revision of new Set([...cut, ...(last === undefined ? [] : [last])])) {
    const content = await loadRevision(database, loaded.record.id, revision);
    const lines = content ? linesOf(form.definition, content.declaration) : [];
    plans.set(
      revision,
      lines.map(({ name, amountFen }) => ({
        name: mask(name),
        requestedFen: amountFen,
        approvedFen: amountFen,
      })),
    );
  }
  const decisions = new Map<number, DecisionDetails>();
  let given: LineAmounts[] | undefined;
  for (const decision of made) {
    const standing = plans.get(decision.request.revision) ?? [];
    // What was cut and counts no more is told by what it changed, and changes nothing of what is left.
    given = decision.isUndone ? (given ?? [...standing]) : undefined;
    const cuts = cutLines(decision.cuts, given ?? standing, mask);
    const seq = events.find((event) => isOf(event, decision))?.seq;
    if (seq === undefined) continue;
    const places = (decision.fields ?? []).map((pointer) => placeOf(form.definition, pointer, lang));
    const stage = form.stages.find(({ id }) => id === decision.request.stage);
    decisions.set(seq, {
      cuts,
      places,
      ...suppliedShown(stage, maskSupplied(stage, decision.supplied, mask), lang, reader),
      attachments: `/projects/${loaded.record.id}/attachments`,
    });
  }
  return { decisions, lines: last === undefined ? [] : (plans.get(last) ?? []) };
}
