import type { Words } from '../values/language.ts';
import { formatYuan, plainWan } from '../values/money.ts';
import type { PartOf } from './definition.ts';
import type { Finding } from './finding.ts';

/**
 * A rule looks at any part of a declaration, so that a draft is told everything at once, and says nothing about what is
 * missing: the form's schema does (`required`). It is pure; what it has to know of the world is data beside it.
 */
export type Rule<D> = (declaration: PartOf<D>) => Finding[];

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
export function amount(fen: number): Words {
  const wan = plainWan(fen);
  return { zh: /\.\d\d$/.test(wan) ? `${wan} 万元` : `${formatYuan(fen)} 元`, en: `¥${formatYuan(fen)}` };
}

/** A text quoted in a message, cut so that the message stays readable. */
export const quote = (text: string): string => {
  const chars = [...text.trim()];
  return chars.length > 24 ? `${chars.slice(0, 24).join('')}…` : chars.join('');
};
