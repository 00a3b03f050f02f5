import { LONG_TEXT } from './limits.ts';

/** 八、项目实施成效 */
export const results = {
  id: 'results',
  number: '八',
  title: { zh: '项目实施成效', en: 'Results' },
  fields: [
    {
      kind: 'text',
      key: 'results',
      label: { zh: '项目实施成效', en: 'Results' },
      required: true,
      multiline: true,
      maxLength: LONG_TEXT,
    },
  ],
} as const;
