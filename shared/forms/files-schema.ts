import * as z from 'zod';
import { type AttachedFile, attachedFile } from '../values/attached-file.ts';
import { sizeText } from '../values/file-text.ts';
import type { Words } from '../values/language.ts';
import { issueOf } from '../values/text-schema.ts';
import type { FilesField } from './definition.ts';

const endOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** What stands against one of the files that a field holds, null for nothing. */
function against(
  { types, maxBytes }: FilesField,
  { name, size, sha256 }: AttachedFile,
  before: readonly AttachedFile[],
): Words | null {
  if (types && !types.includes(endOf(name)))
    return {
      zh: `“${name}”不是可用的文件类型，此处可用：${types.join('、')}`,
      en: `"${name}" is no kind of file that is taken here; these are: ${types.join(', ')}`,
    };
  if (maxBytes !== undefined && size > maxBytes)
    return {
      zh: `“${name}”有 ${sizeText(size, 'zh')}，此处每个文件不能超过 ${sizeText(maxBytes, 'zh')}`,
      en: `"${name}" has ${sizeText(size, 'en')}; a file here can have ${sizeText(maxBytes, 'en')} at most`,
    };
  return before.some((other) => other.sha256 === sha256)
    ? {
        zh: `“${name}”与前面的文件内容相同，请移除一个`,
        en: `"${name}" is the same as a file before it: please remove one`,
      }
    : null;
}

const described = ({ types, maxBytes }: FilesField): string =>
  [
    'Attached files as the project knows them (`…/attachments`), each once',
    ...(types ? [`names end with ${types.join(', ')}`] : []),
    ...(maxBytes === undefined ? [] : [`${maxBytes} bytes each at most`]),
  ].join('; ');

/** The files that a field may be submitted with. */
export const filesSchema = (field: FilesField) =>
  z
    .array(attachedFile)
    .min(field.required ? 1 : 0)
    .max(field.max)
    .superRefine((files, context) => {
      for (const [index, file] of files.entries()) {
        const words = against(field, file, files.slice(0, index));
        if (words) context.addIssue({ ...issueOf(words), path: [index] });
      }
    })
    .describe(described(field));
