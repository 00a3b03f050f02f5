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
      help: {
        zh: '写明背景、要解决的问题和主要做法，例：全区 45 个社区各配 1 名网格员，按月巡查，由区安委办组织',
        en: 'Background, the problem and how it is solved, e.g. each of 45 communities has a warden who makes monthly rounds',
      },
      required: true,
      multiline: true,
      maxLength: LONG_TEXT,
    },
  ],
} as const;
