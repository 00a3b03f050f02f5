import type { FindingView } from '../../../../shared/contract/views.ts';
import { at, fieldId, labelId, messagesId } from '../../../../shared/forms/places.ts';
import { partsOf } from '../../../../shared/forms/pointer.ts';
import { renderInto } from '../../../../shared/pages/render-into.ts';
import { FindingList } from '../../pages/form/finding-list.tsx';
import { Found } from '../../pages/form/found.tsx';
import { isMissing, placesOf } from '../../pages/form/places-of.ts';
import { isBegun, lang } from './page.ts';
import { rowsOf } from './rows.ts';
import { countFindings } from './sections.ts';

/** What a save found: a hundred at most, and how many more. */
export interface FoundBySave {
  readonly findings: readonly FindingView[];
  readonly moreFindings?: number | undefined;
}

/** Shows what the last save found: in the list, beside the fields, in the list of sections. */
export function showFindings(form: HTMLFormElement, { findings, moreFindings }: FoundBySave): void {
  const list = form.querySelector<HTMLElement>('[data-findings]');
  if (!list) return;
  const isChecked = form.dataset.checked !== undefined;
  const shownPlace = placesOnPage(form);
  const shown = findings
    .filter((finding) => isChecked || !isMissing(finding))
    .map((finding) => ({ ...finding, path: shownPlace(finding.path) }));
  renderInto(
    list,
    <FindingList
      lang={lang}
      findings={shown}
      more={moreFindings}
      isStopped={findings.some(({ severity }) => severity === 'error')}
      hrefOf={(path) => `#${fieldId(nearest(path))}`}
      placeOf={placeOf}
    />,
  );
  const { totals, isOff } = totalsIn(form);
  const places = shown.flatMap((finding) =>
    placesOf(finding, totals, isOff).map((path) => ({ ...finding, path })),
  );
  showBeside(
    form,
    groupedBy(places, ({ path }) => path),
  );
  countFindings(
    form,
    groupedBy(places, ({ path }) => sectionAt(nearest(path))),
  );
}

/** `Map.groupBy`, which browsers of four years ago lack. */
function groupedBy(findings: readonly FindingView[], keyOf: (finding: FindingView) => string) {
  const groups = new Map<string, FindingView[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return groups;
}

/** What the page adds up, and whether that comes out. */
function totalsIn(form: HTMLFormElement) {
  const { totals, state } = form.querySelector<HTMLElement>('.totals')?.dataset ?? {};
  const [list, amount, against] = totals?.split(' ') ?? [];
  return {
    totals: list && amount && against ? { list, amount, against } : undefined,
    isOff: state === 'over' || state === 'under',
  };
}

/** Places on the page by those of a save, which leaves out the empty rows that the page still shows. */
function placesOnPage(form: HTMLFormElement): (path: string) => string {
  /** By list: the numbers of its rows that say something. All findings of a long list ask for them. */
  const known = new Map<string, readonly number[]>();
  const filledRows = (pointer: string): readonly number[] => {
    const list = form.querySelector(`[data-list="${pointer}"]`);
    const rows = list ? rowsOf(list) : [];
    return rows.flatMap((row, index) => (isBegun(row) ? index : []));
  };
  return (path) => {
    let place = '';
    for (const part of partsOf(path)) {
      const rows = known.get(place) ?? filledRows(place);
      known.set(place, rows);
      place = at(place, rows[Number(part)] ?? part);
    }
    return place;
  };
}

/** The closest place on the page: what a row lacks that is not there belongs to its list. */
function nearest(path: string): string {
  for (let parts = partsOf(path); parts.length > 0; parts = parts.slice(0, -1)) {
    const place = `/${parts.join('/')}`;
    if (document.getElementById(fieldId(place))) return place;
  }
  return path;
}

/** Where a place is, in the words on the page: `支出 2 · 金额`. */
function placeOf(path: string): string {
  const steps: string[] = [];
  let place = '';
  for (const part of partsOf(path)) {
    place = at(place, part);
    const row = document.getElementById(labelId(place))?.textContent;
    // A row's title says what the label of its list would.
    if (row) steps.splice(-1, 1, row);
    else steps.push(...labelAt(place));
  }
  return steps.slice(-2).join(' · ');
}

function labelAt(place: string): string[] {
  const id = fieldId(place);
  const label =
    document.querySelector(`label[for="${id}"]`) ??
    document.getElementById(id)?.querySelector(':scope > legend');
  return label?.firstChild?.textContent ? [label.firstChild.textContent] : [];
}

function sectionAt(place: string): string {
  return document.getElementById(fieldId(place))?.closest('[data-section]')?.id ?? '';
}

function showBeside(form: HTMLFormElement, found: ReadonlyMap<string, readonly FindingView[]>): void {
  for (const messages of form.querySelectorAll<HTMLElement>('.messages')) {
    const place = messages.id.slice(messagesId('').length);
    const here = found.get(place) ?? [];
    const room = messages.querySelector<HTMLElement>('[data-found]');
    if (!room || (here.length === 0 && room.childElementCount === 0)) continue;
    renderInto(room, <Found lang={lang} findings={here} />);
    if (here.length > 0) revealed(messages);
    const field = document.getElementById(fieldId(place));
    const isWrong = here.some(({ severity }) => severity === 'error');
    if (field?.matches('input, textarea, select') && isWrong) field.setAttribute('aria-invalid', 'true');
    else field?.removeAttribute('aria-invalid');
  }
}

/** Opens what is folded around it. */
function revealed(element: Element): void {
  const fold = element.closest<HTMLDetailsElement>('details.fold');
  if (fold) fold.open = true;
}
