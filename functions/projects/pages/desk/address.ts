import type { DeskQuery } from '../../../../shared/contract/routes/projects.ts';

/** What the desk is asked for, as its address says it. */
export type Asked = Omit<DeskQuery, 'notice' | 'to'>;

const USUAL: Readonly<Record<string, string>> = { tab: 'waiting', limit: '50' };

/** The desk's own address; what is usual is left out. */
export function deskHref(asked: Partial<Asked>): string {
  const given = Object.entries(asked).flatMap(([name, value]) => {
    const isUsual = value === undefined || String(value) === USUAL[name];
    return isUsual ? [] : [[name, String(value)]];
  });
  const query = new URLSearchParams(given).toString();
  return query === '' ? '/' : `/?${query}`;
}

/** Whether anything of the list is left out. */
export const isFiltered = ({ q, unit, stage, state }: Asked): boolean =>
  [q, unit, stage, state].some((one) => one !== undefined);
