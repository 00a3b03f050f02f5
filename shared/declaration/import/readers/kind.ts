import type { Ledger } from '../ledger.ts';
import { monthIn, periodIn, yearIn } from '../periods.ts';
import type { Span } from '../source/span.ts';

/** Category, 新增/延续, start and end of a project: often boxes with a tick. */

const TICKED = /[☑☒√✓✔■●◉▣]/;
const BOX = /[□☐○☑☒√✓✔■●◉▣◇]/;

const CONTINUITY = /新增|延续|一次性|持续|经常性|跨年/;

interface Option {
  readonly span: Span;
  readonly isTicked: boolean;
}

/** The options of a line of boxes; the box stands before its option or behind it, as the line begins. */
function optionsOf(span: Span): Option[] {
  // Brackets with nothing in them are boxes: `其他运转类（ ） 特定目标类（√）`.
  const text = span.text.replace(/[(（]\s*[)）]/g, (empty) => '□'.padStart(empty.length, ' '));
  if (!TICKED.test(text) && !BOX.test(span.text)) return [];
  const boxFirst = BOX.test(text.trim()[0] ?? '') || /^[(（][^()（）]*[□☐☑√]/.test(text.trim());
  const pattern = boxFirst
    ? /[(（]?([□☐○☑☒√✓✔■●◉▣◇])[)）]?\s*([^□☐○☑☒√✓✔■●◉▣◇\n(（]*)/g
    : /([^□☐○☑☒√✓✔■●◉▣◇\n]*?)[(（]?\s*([□☐○☑☒√✓✔■●◉▣◇])[)）]?/g;
  return [...text.matchAll(pattern)].map((match) => {
    const [box, words] = boxFirst ? [match[1], match[2]] : [match[2], match[1]];
    const start = match.index + match[0].indexOf(words ?? '');
    const option = span.slice(start, start + (words?.length ?? 0)).trimmed('\\s,;、:');
    const bare = option.match(/^(?:\d{1,2}[.、]\s*)?(?:其中\s*:\s*)?(.*)$/s)?.group(1) ?? option;
    return { span: bare, isTicked: TICKED.test(box ?? '') };
  });
}

/** The one option with a tick. */
function ticked(spans: readonly Span[]): Span | undefined {
  const chosen = spans.flatMap(optionsOf).filter((option) => option.isTicked && !option.span.isEmpty);
  return chosen.length === 1 ? chosen[0]?.span : undefined;
}

export function putContinuity(ledger: Ledger, spans: readonly Span[]): void {
  const [first] = spans;
  const options = spans.flatMap(optionsOf);
  const chosen = options.length > 0 ? ticked(spans) : first;
  const isNew = chosen && /新增|新设|一次性/.test(chosen.plain);
  const isContinued = chosen && /延续|经常|常年|持续|跨年|结转/.test(chosen.plain);
  if (!chosen || isNew === isContinued) {
    // 项目性质 may as well be a category.
    if (first && options.length === 0) ledger.put(['kind', 'category'], first.text, first);
    return;
  }
  const value = isNew ? 'new' : 'continued';
  const why = { zh: `由“${chosen.text}”得出`, en: `Taken from "${chosen.text}"` };
  const isPlain = /^(?:新增|延续)(?:性)?(?:项目)?$/.test(chosen.plain);
  if (isPlain) ledger.put(['kind', 'continuity'], value, chosen);
  else ledger.infer(['kind', 'continuity'], value, why, chosen);
  labelBoxes(ledger, spans, options);
}

export function putCategory(ledger: Ledger, spans: readonly Span[]): void {
  const [first] = spans;
  const options = spans.flatMap(optionsOf);
  const chosen = options.length > 0 ? ticked(spans) : first;
  const areContinuity =
    options.length > 0
      ? options.every((option) => CONTINUITY.test(option.span.plain))
      : first !== undefined && /^(?:新增|延续|一次性|持续|经常)(?:性)?(?:项目)?$/.test(first.plain.trim());
  if (areContinuity) {
    putContinuity(ledger, spans);
    return;
  }
  if (!chosen || !ledger.put(['kind', 'category'], chosen.text, chosen)) return;
  labelBoxes(ledger, spans, options);
}

/** What somebody has written beside the options: a year, an amount, a sentence. */
const SAYS_MORE = /\d{2}|[\u4E00-\u9FFF]{13}/;

/** The options that are not chosen, with the boxes: the form's own text. */
function labelBoxes(ledger: Ledger, spans: readonly Span[], options: readonly Option[]): void {
  if (options.length === 0) return;
  for (const { span } of options) ledger.label(span);
  for (const span of spans)
    for (const part of span.free()) if (!SAYS_MORE.test(part.plain)) ledger.label(part);
}

/** Start and end in cells of their own. */
export function putEnd(
  ledger: Ledger,
  key: 'start' | 'end',
  span: Span | undefined,
  budgetYear: number | undefined,
): void {
  const found = span ? monthIn(span, key === 'start' ? 'start' : 'due', budgetYear) : null;
  if (!span || !found) return;
  const why = { zh: `由“${span.text}”得出`, en: `Taken from "${span.text}"` };
  if (found.isSaid) ledger.put(['kind', key], found.month, span);
  else ledger.infer(['kind', key], found.month, why, span);
}

export function putPeriod(ledger: Ledger, spans: readonly Span[], budgetYear: number | undefined): void {
  const [span] = spans;
  if (!span) return;
  const year = yearIn(span);
  if (year !== null) {
    const why = { zh: `由“${span.text}”得出`, en: `Taken from "${span.text}"` };
    ledger.infer(['kind', 'start'], `${year}-01`, why, span);
    ledger.infer(['kind', 'end'], `${year}-12`, why, span);
    return;
  }
  const found = periodIn(span, budgetYear);
  if (!found) return;
  const why = { zh: `由“${found.span.text}”得出`, en: `Taken from "${found.span.text}"` };
  const isSaid = found.hasYear && /^\D*\d{4}\D+\d{1,2}\D.*\d{4}\D+\d{1,2}/.test(found.span.plain);
  const halves = found.span.split(/[-~～至到]+(?=\D*\d{4}\s*[年./-]\s*\d{1,2}(?!\d))/);
  const [from, to] = halves;
  if (isSaid && from && to && halves.length === 2 && found.start && found.due) {
    ledger.put(['kind', 'start'], found.start, from);
    ledger.put(['kind', 'end'], found.due, to);
    ledger.label(found.span);
    return;
  }
  if (found.start !== undefined) ledger.infer(['kind', 'start'], found.start, why, found.span);
  if (found.due !== undefined) ledger.infer(['kind', 'end'], found.due, why, found.span);
}
