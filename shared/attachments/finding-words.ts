import { sizeText } from '../values/file-text.ts';
import type { Words } from '../values/language.ts';
import type { Standing } from './record.ts';
import { MOST_ATTACHMENTS } from './rules.ts';

/** What is said of a file that stands in the way, in the words of an office. */
export const findingWords = {
  noName: { zh: '文件没有名称，请重新命名后上传', en: 'The file has no name. Name it and send it again' },
  longName: (most: number): Words => ({
    zh: `文件名超过 ${most} 个字符，请缩短后上传`,
    en: `The name has more than ${most} characters. Shorten it and send it again`,
  }),
  noKind: (name: string): Words => ({
    zh: `不接收“${name}”这种文件。可以上传 PDF、OFD、Word、WPS、Excel、PPT、图片，以及由这些文件组成的 ZIP`,
    en: `"${name}" is no kind of file that is taken: PDF, OFD, Word, WPS, Excel, PowerPoint, pictures, and ZIP archives of these are`,
  }),
  empty: (name: string): Words => ({
    zh: `“${name}”是空文件（0 字节）`,
    en: `"${name}" is empty (0 bytes)`,
  }),
  tooLarge: (name: string, size: number, most: number): Words => ({
    zh: `“${name}”有 ${sizeText(size, 'zh')}，每个文件不能超过 ${sizeText(most, 'zh')}`,
    en: `"${name}" has ${sizeText(size, 'en')}; a file can have ${sizeText(most, 'en')} at most`,
  }),
  overTotal: (total: number, most: number): Words => ({
    zh: `全部附件合计 ${sizeText(total, 'zh')}，超过每个项目的上限 ${sizeText(most, 'zh')}`,
    en: `All attachments together have ${sizeText(total, 'en')}; a project can have ${sizeText(most, 'en')}`,
  }),
  tooMany: {
    zh: `一个项目最多 ${MOST_ATTACHMENTS} 个附件`,
    en: `A project can have ${MOST_ATTACHMENTS} attachments at most`,
  },
  otherKind: (name: string): Words => ({
    zh: `同样内容的文件已经以“${name}”的名称上传，文件类型不同`,
    en: `The same file is attached already as "${name}", which is another kind`,
  }),
  noScanner: {
    zh: '本系统没有配置查毒，按规定不接收附件，请联系管理员',
    en: 'Nothing scans files here, and without that none are taken. Please ask the administrator',
  },
  noProject: {
    zh: '请先保存草稿，再上传附件，然后提交',
    en: 'Begin a draft first, attach the file to it, and submit it then',
  },
  unknown: (name: string): Words => ({
    zh: `“${name}”不是本项目已上传的附件`,
    en: `"${name}" is no attachment of this project`,
  }),
  lost: (name: string): Words => ({
    zh: `“${name}”已不在存储中，请重新上传`,
    en: `"${name}" is no longer stored. Please send it again`,
  }),
} as const;

const refused = {
  malware: {
    zh: '查出病毒，不能使用',
    en: 'malware was found in it',
  },
  content: {
    zh: '内容与文件名不符，已拒收',
    en: 'its content is not what its name says',
  },
  locked: {
    zh: '文件有密码，无法查毒，已拒收；请去掉密码后重新上传',
    en: 'it is behind a password and cannot be scanned; take the password off and send it again',
  },
  unscanned: {
    zh: '无法查毒，已拒收',
    en: 'it could not be scanned',
  },
} as const satisfies Record<NonNullable<Standing['reason']>, Words>;

/** Why an attachment cannot be used now; null of one that can. */
export function whyNot({ status, reason }: Standing): Words | null {
  switch (status) {
    case 'awaiting':
      return { zh: '还没有上传完成', en: 'it has not been sent yet' };
    case 'uploaded':
      return { zh: '正在查毒，通常只要几秒钟，请稍候再试', en: 'it is being scanned, for a few seconds' };
    case 'refused':
      return refused[reason ?? 'content'];
    case 'clean':
    case 'unscannable':
      return null;
  }
}

/** The same of a file by its name. */
export const whyNotFile = (name: string, why: Words): Words => ({
  zh: `“${name}”${why.zh}`,
  en: `"${name}": ${why.en}`,
});
