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
      help: {
        zh: '写明完成后带来的变化，例：社区每月巡查一次，隐患按期整改率达到 95% 以上',
        en: 'What will have changed, e.g. monthly rounds in every community, and 95% of hazards removed in time',
      },
      required: true,
      multiline: true,
      maxLength: LONG_TEXT,
    },
  ],
} as const;
