import type { PartOf } from '../../forms/definition.ts';
import { fenOfWords } from '../../values/amount-in-words.ts';
import type { MoneyUnit } from '../../values/money.ts';
import { readAmount, readWhole, whyNoAmount } from '../../values/read-amount.ts';
import type { Declaration } from '../definition.ts';
import type { ListItem } from './items.ts';
import type { Notes } from './notes.ts';

type Part = PartOf<Declaration>;
type PlanLine = NonNullable<Part['plan']>[number];

/** All that looks like one number, so that its end is never taken for an amount of its own: the reader judges it. */
const NUMBER = '[\\d０-９](?:[\\d０-９.,，．\\u0020\\u00A0\\u2000-\\u200A\\u202F\\u3000]*[\\d０-９])?';
const AMOUNT = `(${NUMBER}\\s*(?:亿元|万元|元))`;

/** The amount that is printed, or null with a note of why it is none. */
function amountIn(
  printed: string,
  unit: MoneyUnit,
  path: readonly PropertyKey[],
  notes: Notes,
  at: number,
): number | null {
  const reading = readAmount(printed, unit);
  if (reading.fen === null) {
    const why = whyNoAmount(printed, reading);
    notes.leave(
      printed,
      { zh: `金额无法识别：${why.zh}`, en: `The amount was not understood: ${why.en}` },
      at,
    );
    return null;
  }
  // In running text a blank may part two numbers as well.
  if (/\d\s\d/.test(printed)) notes.infer(path, { zh: `由“${printed}”得出`, en: `Taken from "${printed}"` });
  return reading.fen;
}

/** Section 六: `2021年安排一般公共预算资金31.50万元（人民币…）。` */
export function readAppropriation(
  text: string,
  at: number,
  notes: Notes,
): { year?: number; appropriation: NonNullable<Part['appropriation']> } {
  const match = new RegExp(
    `(?:(\\d{4})年度?)?(?:共?安排|申请)?([^\\d。]*?)${AMOUNT}(?:[（(]([^）)]*)[）)])?`,
  ).exec(text);
  if (!match) {
    const why = { zh: '资金安排情况中没有找到金额', en: 'No amount in the appropriation' };
    notes.leave(text, why, at);
    return { appropriation: {} };
  }
  const [whole, year, fund = '', printed = '', words] = match;
  const amountFen = amountIn(printed, 'wan', ['appropriation', 'amountFen'], notes, at);
  // Words that say the same are printed from the figure again; others are kept for R14 to find.
  const contradicts = words !== undefined && fenOfWords(words) !== amountFen;
  const rest = text.replace(whole, '').replace(/^[\s。；;，,]+|[\s。；;，,]+$/g, '');
  if (rest !== '') notes.leave(rest, { zh: '资金安排情况中的其他文字', en: 'Other words there' }, at);
  return {
    ...(year === undefined ? {} : { year: Number(year) }),
    appropriation: {
      ...(fund === '' ? {} : { fund }),
      ...(amountFen === null ? {} : { amountFen }),
      ...(contradicts ? { amountInWords: words } : {}),
    },
  };
}

/** `5000元/每个社区x45个社区=22.50万元`, with every sign that people put for ×. */
const CALCULATION = new RegExp(
  `${AMOUNT}\\s*[/／]?\\s*([^\\d=＝。；x×*＊]{0,20}?)\\s*[xX×*＊]\\s*(${NUMBER})\\s*([^\\d=＝。；x×*＊]{0,20}?)\\s*[=＝]\\s*${AMOUNT}[。；]?`,
);
const BASIS = /测算依据[：:]\s*(.*)$/s;

/** A text without the marks that a part taken out of it leaves at its ends. */
const trimmed = (text: string): string => text.replace(/^[\s。；;，,：:]+/, '').trimEnd();

function calculationOf(text: string, path: readonly PropertyKey[], notes: Notes) {
  const match = CALCULATION.exec(text);
  if (!match) return { rest: text, found: {} };
  const [whole, price = '', per = '', count = '', unit = ''] = match;
  const unitPriceFen = readAmount(price, 'yuan').fen;
  const quantity = readWhole(count);
  const perUnit = per.replace(/^每/, '');
  const quantityUnit = unit === '' ? perUnit : unit;
  if (unitPriceFen === null || quantity === null) return { rest: text, found: {} };
  if (perUnit !== '' && unit !== '' && perUnit !== unit) {
    notes.infer([...path, 'quantityUnit'], {
      zh: `单价按“${per}”，数量按“${unit}”，取后者`,
      en: `The price is by ${per}, the quantity by ${unit}: the latter was taken`,
    });
  }
  return {
    rest: text.replace(whole, ''),
    found: { unitPriceFen, quantity, ...(quantityUnit === '' ? {} : { quantityUnit }) },
  };
}

/** One item of section 七: name, amount, then what explains it. */
export function readPlanLine({ text, at }: ListItem, index: number, notes: Notes): PlanLine {
  const path = ['plan', index];
  const match = new RegExp(`^([^。；\\n]*?)(?:共计|合计|总计|共|计)?${AMOUNT}`).exec(text);
  const [whole = '', named = '', printed = ''] = match ?? [];
  const name = named.replace(/[\s：:，,]+$/, '');
  if (!match || name === '') {
    notes.leave(text, { zh: '没有找到支出的名称和金额', en: 'No name and amount of a line' }, at);
    return { description: text };
  }
  const amountFen = amountIn(printed, 'wan', [...path, 'amountFen'], notes, at);
  const { rest, found } = calculationOf(text.slice(whole.length), path, notes);
  const basis = BASIS.exec(rest)?.[1]?.replace(/。$/, '');
  const description = trimmed(rest.replace(BASIS, ''));
  return {
    name,
    ...(amountFen === null ? {} : { amountFen }),
    ...found,
    ...(description === '' ? {} : { description }),
    ...(basis === undefined || basis === '' ? {} : { basis }),
  };
}
