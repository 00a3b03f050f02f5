import { catalogue } from '../../values/language.ts';

/** The words around a list of several pages. */
export const pagesWords = catalogue(
  {
    pages: '翻页',
    first: '回到第一页',
    next: '下一页',
  },
  {
    pages: 'Pages',
    first: 'First page',
    next: 'Next page',
  },
);
