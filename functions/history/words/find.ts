import { catalogue } from '../../../shared/values/language.ts';

/** The words of finding by words. */
export const findWords = catalogue(
  {
    q: '查找',
    what: '项目名称或编号、人员姓名或账号、单位名称或代码',
    more: '还有更多，请多写几个字。',
    which: (words: string) => `“${words}”可能是`,
    whichWhat: '点选一项，按它查询；其余条件不变。',
    nothing: (words: string) => `没有名称含“${words}”的项目、人员或单位`,
    nothingWhat: '可换几个字，或用项目编号、账号、单位代码查找。从未提交的草稿不在查找范围内。',
    people: '人员',
    units: '单位',
    projects: '项目',
    year: (year: number) => `${year} 年度`,
    searched: (n: number) =>
      `项目只查找了预算年度最近的 ${n} 个，更早的可能还有。写明预算年度或单位，可查得更早。`,
    searchOn: '在项目清单中继续查找',
    applied: (words: string, meaning: string) => `“${words}”只对应${meaning}，已按它查询。`,
    person: (name: string, unit: string) => `人员 ${name}${unit === '' ? '' : `（${unit}）`}`,
    unit: (name: string) => `单位 ${name}`,
    project: (title: string) => `项目 ${title}`,
  },
  {
    q: 'Find',
    what: 'A project’s title or number, a person’s name or account, a unit’s name or code',
    more: 'There are more matches: type a few more letters.',
    which: (words: string) => `“${words}” may mean`,
    whichWhat: 'Choose one to search for; your other conditions are kept.',
    nothing: (words: string) => `No project, person or unit matches “${words}”`,
    nothingWhat:
      'Try other words, or a project number, account or unit code. Drafts that were never submitted are not searched.',
    people: 'People',
    units: 'Units',
    projects: 'Projects',
    year: (year: number) => `Budget year ${year}`,
    searched: (n: number) =>
      `Only the ${n} projects of the most recent budget years were searched; earlier ones may match too. Add a budget year or a unit to include them.`,
    searchOn: 'Search the list of projects',
    applied: (words: string, meaning: string) => `“${words}” can only mean ${meaning}, so that is shown.`,
    person: (name: string, unit: string) => `${name}${unit === '' ? '' : ` (${unit})`}`,
    unit: (name: string) => `the unit ${name}`,
    project: (title: string) => `the project “${title}”`,
  },
);
