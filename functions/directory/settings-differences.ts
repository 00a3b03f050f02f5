import { INDICATOR_TREES } from '../../shared/declaration/indicator-tree.ts';
import { common } from '../../shared/pages/words/common.ts';
import { capitalised, type Lang } from '../../shared/values/language.ts';
import { normalText } from '../../shared/values/text.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import type { Difference } from './differences.ts';
import type { Typed } from './settings-fields.ts';
import { settingsWords } from './words/settings.ts';

/** What a field of the page is called, with the stage or the row in which it stands; undefined where it has no name. */
function labelOf(name: string, stages: readonly Stage[], lang: Lang): string | undefined {
  const words = settingsWords[lang];
  const [, room, row = '', key = ''] =
    /^(stages|rounds|notices)\.([^.]+)\.(?:deadlines\.)?(.+)$/.exec(name) ?? [];
  if (room === 'stages') {
    const stage = capitalised(stages.find(({ id }) => id === row)?.label[lang] ?? row);
    return `${stage}${common[lang].colon}${[words.remind, words.again, words.deadline][Number(key)] ?? key}`;
  }
  const field: unknown = Reflect.get(
    words,
    room === undefined ? (name === 'opinions' ? 'opinionsLabel' : name) : key,
  );
  if (typeof field !== 'string') return undefined;
  if (room === undefined) return field;
  const number = Number(row) + 1;
  return `${room === 'rounds' ? words.round(number) : words.notice(number)}${common[lang].colon}${field}`;
}

function shown(name: string, text: string, lang: Lang): string {
  const words = settingsWords[lang];
  if (/^rounds\.\d+\.kind$/.test(name) && (text === 'initial' || text === 'supplementary'))
    return words[text];
  if (name === 'indicatorTree')
    return text === ''
      ? words.national
      : (INDICATOR_TREES.find(({ id }) => id === text)?.label[lang] ?? text);
  return text;
}

/** What is different between the settings that hold and what was typed, field by field. */
export function settingsDifferences(
  before: Typed,
  after: Typed,
  stages: readonly Stage[],
  lang: Lang,
): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const label = labelOf(name, stages, lang);
    const [had, has] = [before, after].map((typed) =>
      shown(name, normalText(typed[name] ?? '').trim(), lang),
    );
    return label === undefined || had === has ? [] : [{ label, before: had ?? '', after: has ?? '' }];
  });
}
