/** The languages of the product's face; Chinese is the first. */
export type Lang = 'zh' | 'en';

/** A text that people see, in both languages of the product's face. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** The value of an HTML `lang` attribute. */
export const LANG_TAG = { zh: 'zh-CN', en: 'en' } as const;

export const say = (words: Words, lang: Lang): string => words[lang];

type Phrase = string | ((...parts: never[]) => string);
type Phrases<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };

/** The words of one page in both languages: the compiler refuses a phrase that one of them lacks. */
export const catalogue = <T extends Record<string, Phrase>>(
  zh: T,
  en: Phrases<T>,
): { readonly zh: T; readonly en: Phrases<T> } => ({ zh, en });

/** As it begins a line or stands in a cell: stages and rows are called in small letters in English. */
export const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
