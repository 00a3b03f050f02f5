import type { Lang } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';
import type { Standing } from './standing.ts';

/** How grave it is: `error` keeps from submitting, `warning` is only to be known. */
export type Tone = 'good' | 'info' | 'warning' | 'error';

const tones: Readonly<Record<Standing['status'], Tone>> = {
  awaiting: 'warning',
  uploaded: 'info',
  clean: 'good',
  refused: 'error',
  unscannable: 'warning',
};

/** Why it stands so and what to do about it; empty where the word for it says all. */
function because({ status, reason }: Standing, lang: Lang): string {
  const words = attachingWords[lang];
  if (status === 'awaiting') return words.becauseAwaiting;
  if (status === 'uploaded') return words.becauseUploaded;
  if (status === 'clean') return '';
  if (reason === 'malware') return words.becauseMalware;
  if (reason === 'content') return words.becauseContent;
  const isRefused = status === 'refused';
  if (reason === 'locked') return isRefused ? words.becauseLockedRefused : words.becauseLocked;
  return isRefused ? words.becauseUnscannedRefused : words.becauseUnscanned;
}

export const standingText = (standing: Standing, lang: Lang) => ({
  tone: tones[standing.status],
  word: attachingWords[lang][standing.status],
  because: because(standing, lang),
});

/** Whether it can be read, and goes with what is submitted. */
export const isUsable = ({ status }: Standing): boolean => status === 'clean' || status === 'unscannable';

/** Whether more is to be heard of it by itself. */
export const isPending = ({ status }: Standing): boolean => status === 'uploaded' || status === 'awaiting';
