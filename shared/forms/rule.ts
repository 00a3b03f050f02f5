import { amountText } from '../values/amount-text.ts';
import type { Words } from '../values/language.ts';
import type { PartOf } from './definition.ts';
import type { Finding } from './finding.ts';

/** What an office chose where forms differ from place to place; what it did not choose is absent. */
export interface Choices {
  readonly indicatorTree?: string | undefined;
}

/**
 * A rule looks at any part of a declaration, so that a draft is told everything at once, and says nothing about what is
 * missing: the form's schema does (`required`). It is pure; what it has to know of the world is data beside it.
 */
export type Rule<D> = (declaration: PartOf<D>, choices?: Choices) => Finding[];

type RuleName = `R${number}`;

export const error = (rule: RuleName, path: string, message: Words): Finding => ({
  rule,
  severity: 'error',
  path,
  message,
});

export const warning = (rule: RuleName, path: string, message: Words): Finding => ({
  rule,
  severity: 'warning',
  path,
  message,
});

export const isBlank = (text: string | undefined): text is undefined | '' =>
  text === undefined || text.trim() === '';

/** Whole, non-negative fen; anything else in a draft is R12's matter and is no amount to any other rule. */
export const isFen = (value: number | undefined): value is number =>
  value !== undefined && Number.isSafeInteger(value) && value >= 0;

/** An amount in a message: in 万元 where two decimals say it exactly, else in 元. */
export const amount = (fen: number): Words => ({ zh: amountText(fen, 'zh'), en: amountText(fen, 'en') });

/** What something is called, in quotation marks behind what it is; nothing where it has no name yet. */
export function called(name: string | undefined): Words {
  const text = quote(name ?? '');
  return text === '' ? { zh: '', en: '' } : { zh: `“${text}”`, en: ` "${text}"` };
}

/** A text quoted in a message, cut so that the message stays readable. */
export const quote = (text: string): string => {
  const chars = [...text.trim()];
  return chars.length > 24 ? `${chars.slice(0, 24).join('')}…` : chars.join('');
};
