import type { OwnChoices } from '../../../shared/contract/routes/me.ts';
import type { Finding } from '../../../shared/forms/finding.ts';
import { canonical } from '../../../shared/history/canonical.ts';
import type { Words } from '../../../shared/values/language.ts';
import type { Person } from '../../../shared/workflow/directory.ts';

/** What of a person is their own to say. */

/** As it stands; of somebody who chose nothing, or whom the directory does not know, what holds then. */
export const choicesOf = ({
  lang = 'zh',
  mail = 'each',
  followsUnit = false,
  absences = [],
}: Partial<Person> = {}): OwnChoices => ({ language: lang, mail, followsUnit, absences });

/** A person with what they chose: only what is said otherwise than before is written. */
export function withChoices(person: Person, chosen: OwnChoices): Person {
  const before = choicesOf(person);
  const isOther = (key: keyof OwnChoices): boolean => canonical(before[key]) !== canonical(chosen[key]);
  const { absences: _, ...others } = person;
  const absences = chosen.absences.length > 0 ? { absences: chosen.absences } : {};
  return {
    ...(isOther('absences') ? { ...others, ...absences } : person),
    ...(isOther('language') ? { lang: chosen.language } : {}),
    ...(isOther('mail') ? { mail: chosen.mail } : {}),
    ...(isOther('followsUnit') ? { followsUnit: chosen.followsUnit } : {}),
  };
}

const words = {
  begun: { zh: '开始日期不能早于今天', en: 'It cannot begin before today' },
  ended: { zh: '结束日期不能早于昨天', en: 'It cannot end before yesterday' },
} as const;

const finding = (path: string, message: Words): Finding => ({
  rule: 'directory',
  severity: 'error',
  path,
  message,
});

const DAY_MS = 86_400_000;

/**
 * What of somebody's absences is said of days that are over: nobody was away afterwards. An absence that is under way
 * can be made longer, or have ended yesterday.
 * @param today the day in Beijing
 */
export function findingsInThePast(
  before: OwnChoices['absences'],
  after: OwnChoices['absences'],
  today: string,
): Finding[] {
  const yesterday = new Date(Date.parse(today) - DAY_MS).toISOString().slice(0, 10);
  const known = new Set(before.map((absence) => canonical(absence)));
  const underWay = new Set(
    before.filter(({ from, to }) => from < today && today <= to).map(({ from }) => from),
  );
  return after.flatMap((absence, index) => {
    if (known.has(canonical(absence)) || absence.from >= today) return [];
    if (!underWay.has(absence.from)) return [finding(`/absences/${index}/from`, words.begun)];
    return absence.to < yesterday ? [finding(`/absences/${index}/to`, words.ended)] : [];
  });
}
