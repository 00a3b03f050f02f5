import type { Ledger, Path } from '../ledger.ts';
import { saysNothing } from '../not-placed.ts';
import type { Span } from '../source/span.ts';

/** 指标性质, 指标值, 度量单位 and 指标属性 of an indicator, from one cell or from several. */

type Operator = '=' | '>=' | '<=' | '>' | '<';

const SIGNS: readonly (readonly [string, Operator])[] = [
  ['>=', '>='],
  ['≥', '>='],
  ['<=', '<='],
  ['≤', '<='],
  ['=>', '>='],
  ['=<', '<='],
  ['==', '='],
  ['=', '='],
  ['>', '>'],
  ['<', '<'],
  ['大于等于', '>='],
  ['大于或等于', '>='],
  ['不低于', '>='],
  ['不少于', '>='],
  ['不小于', '>='],
  ['至少', '>='],
  ['小于等于', '<='],
  ['小于或等于', '<='],
  ['低于或等于', '<='],
  ['高于或等于', '>='],
  ['不高于', '<='],
  ['不超过', '<='],
  ['不大于', '<='],
  ['不多于', '<='],
  ['控制在', '<='],
  ['大于', '>'],
  ['高于', '>'],
  ['超过', '>'],
  ['小于', '<'],
  ['低于', '<'],
  ['少于', '<'],
  ['等于', '='],
];
export const SIGN_WORDS = SIGNS.map(([sign]) => sign).join('|');
const SIGN = new RegExp(`^(${SIGN_WORDS})\\s*`);
export const SIGN_PATTERN = '>=|<=|=>|=<|[=>≥≤<]';

export const operatorOf = (plain: string): Operator | undefined =>
  SIGNS.find(([sign]) => sign === plain.replace(/\s/g, ''))?.[1];

export function natureOf(plain: string): 'quantitative' | 'qualitative' | undefined {
  const text = plain.replace(/\s/g, '');
  if (/^定量(?:指标)?$/.test(text)) return 'quantitative';
  return /^定性(?:指标)?$/.test(text) ? 'qualitative' : undefined;
}

/** How the printed table says that a cell does not apply. */
export const isNotApplicable = (plain: string): boolean => /^(?:空|\/|不适用|-+|无)?$/.test(plain.trim());

/** Groups of digits too: `1,200人`. */
const FIGURE = '[-±]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?';
const NUMBER_AND_UNIT = new RegExp(`^(${FIGURE})\\s*(\\D*)$`);
/** `达到90%以上`: 达到 says no more than the bound behind it. */
const REACHING = /^(?:达到|达|实现|保持在?)\s*(?=\d)/;
/** `6月底前` is a day, no number with a unit; `15个工作日内` is a bound, whose operator only its author knows. */
const NO_UNIT = /^[年月日号]|[前后底内]$|左右|之间|以[上下]|[-~至:：／/]$|^[-~:]|[,、，；;。]/;
const AT_LEAST = new RegExp(`^(${FIGURE})\\s*([^\\d以及]{0,8}?)\\s*((?:及|或|\\(含\\))?以上(?:\\(含\\))?)$`);
const AT_MOST = new RegExp(`^(${FIGURE})\\s*([^\\d以及]{0,8}?)\\s*((?:及|或|\\(含\\))?以下(?:\\(含\\))?)$`);

/** `31.5万元以内`: of money and of shares a bound; of days its author may mean another. */
const WITHIN =
  /^((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*((?:亿|万)?元(?:[/／][^\d\s]{1,4}?)?|[%‰])\s*((?:以|之)内)$/;

/** A unit as it is printed, with the signs of full width as the usual ones. */
const unitText = (unit: Span): string => (/^[\uFF01-\uFF5E]+$/.test(unit.text) ? unit.plain : unit.text);

export interface MeasureCells {
  readonly operator?: Span | undefined;
  readonly value?: Span | undefined;
  readonly unit?: Span | undefined;
  readonly nature?: Span | undefined;
}

const applying = (span: Span | undefined): Span | undefined =>
  span === undefined || isNotApplicable(span.plain) ? undefined : span;

/** Puts the four cells; what does not apply is structure. */
export function putMeasure(ledger: Ledger, path: Path, cells: MeasureCells): void {
  for (const span of Object.values(cells)) if (span && isNotApplicable(span.plain)) ledger.label(span);
  const [operator, value, unit, nature] = [cells.operator, cells.value, cells.unit, cells.nature].map(
    applying,
  );
  const sign = operator ? operatorOf(operator.plain) : undefined;
  if (operator && sign !== undefined) ledger.put([...path, 'operator'], sign, operator);
  const said = natureOf(nature?.plain ?? '') ?? natureOf(operator?.plain ?? '');
  const saying = natureOf(nature?.plain ?? '') === undefined ? operator : nature;
  if (said !== undefined && saying) ledger.put([...path, 'nature'], said, saying);
  if (value) putValue(ledger, path, value, unit);
  else if (unit) ledger.put([...path, 'unit'], unitText(unit), unit);
  if (said === undefined && value) inferNature(ledger, path, value);
}

function inferNature(ledger: Ledger, path: Path, value: Span): void {
  const measured = ledger.at([...path, 'value']);
  const isNumber = typeof measured === 'string' && /^[-±]?\d+(?:\.\d+)?$/.test(measured);
  const hasNumber = /[\d一二两三四五六七八九十]/.test(value.plain);
  if (!isNumber && hasNumber) return;
  const [nature, zh] = isNumber ? ['quantitative', '指标值是数'] : ['qualitative', '指标值是文字'];
  ledger.infer([...path, 'nature'], nature, {
    zh,
    en: isNumber ? 'The value is a number' : 'The value is a text',
  });
}

function putValue(ledger: Ledger, path: Path, value: Span, unit: Span | undefined): void {
  const sign = value.match(SIGN);
  const operator = sign && operatorOf(sign.plain(1));
  const number = sign ? value.slice(sign.end).trimmed() : value;
  const printed = sign?.group(1);
  const isSigned = operator && printed && !number.isEmpty && /^[-\d.]/.test(number.plain);
  if (isSigned) {
    // A word stands for a sign.
    const isWord = /[\u4E00-\u9FFF]/.test(printed.plain);
    const why = { zh: `由“${printed.text}”得出`, en: `Taken from "${printed.text}"` };
    if (isWord) ledger.infer([...path, 'operator'], operator, why, printed);
    else ledger.put([...path, 'operator'], operator, printed);
  }
  if (isSigned) {
    // `控制在5%以内` says the same bound twice.
    const within = operator === '<=' ? number.match(/\s*(?:以内|之内|以下)$/) : null;
    ledger.label(within?.whole);
    putNumber(ledger, path, within ? number.slice(0, within.start) : number, unit, value);
    return;
  }
  const reaching = value.match(REACHING)?.whole;
  const reached = reaching ? value.slice(reaching.to - value.from) : value;
  const isBound = [AT_LEAST, AT_MOST, WITHIN].some((bound) => bound.test(reached.plain));
  const isMeasure = isBound || isFigure(reached);
  const rest = isMeasure ? reached : value;
  if (!putBound(ledger, path, rest, unit)) putNumber(ledger, path, rest, unit, value);
  if (isMeasure) ledger.label(reaching);
}

/** A number with a unit behind it, or with none. */
function isFigure(span: Span): boolean {
  const suffix = span.match(NUMBER_AND_UNIT)?.plain(2).trim();
  return suffix !== undefined && suffix.length <= 10 && !NO_UNIT.test(suffix);
}

/** A number without the marks between groups of its digits. */
function putFigure(ledger: Ledger, path: Path, number: Span): void {
  const plain = number.plain.replaceAll(',', '').trim();
  if (plain === number.plain.trim()) ledger.put([...path, 'value'], plain, number);
  else {
    const why = { zh: `由“${number.text}”得出`, en: `Taken from "${number.text}"` };
    ledger.infer([...path, 'value'], plain, why, number);
  }
}

/** `95%以上` says ≥ 95. */
function putBound(ledger: Ledger, path: Path, value: Span, unit: Span | undefined): boolean {
  for (const [pattern, operator] of [
    [AT_LEAST, '>='],
    [AT_MOST, '<='],
    [WITHIN, '<='],
  ] as const) {
    const match = value.match(pattern);
    const [number, suffix, words] = [match?.group(1), match?.group(2)?.trimmed(), match?.group(3)];
    if (!match || !number || !words || ledger.at([...path, 'operator']) !== undefined) continue;
    const why = { zh: `由“${words.text}”得出`, en: `Taken from "${words.text}"` };
    putFigure(ledger, path, number);
    ledger.infer([...path, 'operator'], operator, why, words);
    if (suffix && !suffix.isEmpty && (!unit || unit.plain.trim() === suffix.plain))
      ledger.put([...path, 'unit'], unitText(suffix), suffix);
    if (unit && !ledger.put([...path, 'unit'], unitText(unit), unit)) ledger.label(unit);
    return true;
  }
  return false;
}

/** `31.5万元` beside `万元` is the number 31.5; beside nothing, the unit was inside the value (R15). */
function putNumber(ledger: Ledger, path: Path, rest: Span, unit: Span | undefined, printed: Span): void {
  const match = rest.match(NUMBER_AND_UNIT);
  const [number, suffix] = [match?.group(1), match?.group(2)?.trimmed()];
  const isPlain = number !== undefined && (suffix === undefined || suffix.isEmpty);
  if (isPlain) {
    putFigure(ledger, path, rest.trimmed());
    if (unit) ledger.put([...path, 'unit'], unitText(unit), unit);
    return;
  }
  const isDifferent = unit !== undefined && unit.plain.trim() !== suffix?.plain;
  // `≥8年` is so long; `2021年` is a year.
  const isTerm = suffix?.plain === '年' && Number(number?.plain) <= 100;
  if (
    !number ||
    !suffix ||
    (NO_UNIT.test(suffix.plain) && !isTerm) ||
    suffix.plain.length > 10 ||
    isDifferent
  ) {
    if (!saysNothing(rest.plain) || /\d/.test(rest.plain)) ledger.put([...path, 'value'], rest.text, rest);
    if (unit) ledger.put([...path, 'unit'], unitText(unit), unit);
    return;
  }
  putFigure(ledger, path, number);
  const why = {
    zh: `原文指标值为“${printed.text}”，数值与单位分开`,
    en: `The value is printed as ${printed.text}: number and unit were set apart`,
  };
  ledger.remark([...path, 'value'], why, printed);
  if (unit) {
    ledger.put([...path, 'unit'], unitText(unit), unit);
    ledger.label(suffix);
  } else ledger.put([...path, 'unit'], unitText(suffix), suffix);
}
