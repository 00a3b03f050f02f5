import { LONG_TEXT } from './limits.ts';

/** 四、项目基本概况 */
export const overview = {
  id: 'overview',
  number: '四',
  title: { zh: '项目基本概况', en: 'Overview' },
  fields: [
    {
      kind: 'text',
      key: 'overview',
      label: { zh: '项目基本概况', en: 'Overview' },
      required: true,
      multiline: true,
      maxLength: LONG_TEXT,
    },
  ],
} as const;
