import type { GroupField } from '../../forms/definition.ts';
import type { Notes } from './notes.ts';
import type { Line } from './pieces.ts';
import { joined } from './pieces.ts';

/** Names that older forms have for a field; what they were called there is said. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  组织机构代码: 'uscc',
  社会信用代码: 'uscc',
  法定代表人: 'legalRepresentative',
  单位地址: 'address',
  电话: 'phone',
  资金来源: 'fundingSource',
};

const USCC = /[0-9A-HJ-NP-RTUW-Y]{18}/;

/** `标签：内容` lines; a line without a name of ours goes on with the field before it. */
export function readUnit(lines: readonly Line[], group: GroupField, notes: Notes): Record<string, string> {
  const named = new Map(group.fields.map(({ key, label }) => [label.zh, key]));
  const texts = new Map<string, string[]>();
  let current: string | undefined;
  for (const { text, at } of lines) {
    const [, label = '', value = ''] = /^([^：:]{2,12})[：:]\s*(.*)$/.exec(text) ?? [];
    const key = named.get(label) ?? OTHER_NAMES[label];
    if (key !== undefined) {
      current = key;
      texts.set(key, value === '' ? [] : [value]);
      if (!named.has(label)) {
        const why = { zh: `原文的名称是“${label}”`, en: `It is called ${label} in the source` };
        notes.infer(['unit', key], why);
      }
    } else if (current !== undefined) texts.get(current)?.push(text);
    else notes.leave(text, { zh: '项目实施单位中没有这一栏', en: 'No such field of the unit' }, at);
  }
  const unit = Object.fromEntries(
    [...texts].map(([key, parts]) => [key, joined(parts)] as const).filter(([, text]) => text !== ''),
  );
  const { uscc } = unit;
  const code = uscc === undefined ? undefined : USCC.exec(uscc)?.[0];
  return { ...unit, ...(code === undefined ? {} : { uscc: code }) };
}
