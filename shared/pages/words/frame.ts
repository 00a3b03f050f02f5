import { catalogue } from '../../values/language.ts';

export const frameWords = catalogue(
  {
    skip: '跳到正文',
    main: '主导航',
    desk: '工作台',
    form: '项目申报',
    projects: '项目清单',
    requests: '在办事项',
    directory: '机构名录',
    settings: '设置',
    history: '审批历史',
    overview: '统计',
    language: '语言',
    signOut: '退出',
    linkOnly: '审核链接 · 仅限本人',
  },
  {
    skip: 'Skip to content',
    main: 'Main',
    desk: 'Desk',
    form: 'New declaration',
    projects: 'Projects',
    requests: 'Open requests',
    directory: 'Directory',
    settings: 'Settings',
    history: 'History',
    overview: 'Overview',
    language: 'Language',
    signOut: 'Sign out',
    linkOnly: 'Decision link · for you only',
  },
);
