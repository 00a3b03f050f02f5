import { YEAR_MONTH } from './limits.ts';

const CONTINUITY = [
  { value: 'new', label: { zh: '新增', en: 'New' } },
  { value: 'continued', label: { zh: '延续', en: 'Continued' } },
] as const;

/** What offices file a project under, and who answers for it. Lead and contact person are personal data (R35). */
const kind = {
  kind: 'group',
  key: 'kind',
  label: { zh: '项目类别与负责人', en: 'Kind of project and who is in charge' },
  folded: true,
  fields: [
    {
      kind: 'text',
      key: 'category',
      label: { zh: '项目类别', en: 'Category' },
      help: { zh: '例：特定目标类', en: 'e.g. 特定目标类 (specific purpose)' },
      maxLength: 60,
    },
    {
      kind: 'text',
      key: 'code',
      label: { zh: '项目代码', en: 'Project code' },
      help: { zh: '例：530114210000000001234', en: 'e.g. 530114210000000001234' },
      maxLength: 40,
    },
    {
      kind: 'choice',
      key: 'continuity',
      label: { zh: '新增或延续', en: 'New or continued' },
      help: {
        zh: '以前年度已经安排过的选“延续”',
        en: 'Continued: it had money in an earlier year',
      },
      options: CONTINUITY,
    },
    {
      kind: 'text',
      key: 'start',
      label: { zh: '项目开始年月', en: 'Project starts' },
      help: { zh: '例：2021-01', en: 'e.g. 2021-01' },
      maxLength: 7,
      pattern: YEAR_MONTH,
    },
    {
      kind: 'text',
      key: 'end',
      label: { zh: '项目结束年月', en: 'Project ends' },
      help: { zh: '例：2023-12', en: 'e.g. 2023-12' },
      maxLength: 7,
      pattern: YEAR_MONTH,
    },
    {
      kind: 'text',
      key: 'supervisor',
      label: { zh: '主管部门', en: 'Supervising department' },
      help: { zh: '例：昆明市呈贡区应急管理局', en: 'e.g. 昆明市呈贡区应急管理局' },
      maxLength: 100,
    },
    {
      kind: 'text',
      key: 'office',
      label: { zh: '责任科室（处室）', en: 'Responsible office' },
      help: { zh: '例：综合协调科', en: 'e.g. 综合协调科 (coordination office)' },
      maxLength: 100,
    },
    {
      kind: 'text',
      key: 'lead',
      label: { zh: '项目负责人', en: 'Project lead' },
      help: { zh: '姓名，例：示例负责人', en: 'Name, e.g. 示例负责人' },
      maxLength: 40,
    },
    {
      kind: 'text',
      key: 'leadPhone',
      label: { zh: '负责人电话', en: 'Telephone of the lead' },
      help: { zh: '办公电话，例：0871-00000000', en: 'Office telephone, e.g. 0871-00000000' },
      maxLength: 40,
    },
    {
      kind: 'text',
      key: 'contact',
      label: { zh: '联系人', en: 'Contact person' },
      help: { zh: '姓名，例：示例联系人', en: 'Name, e.g. 示例联系人' },
      maxLength: 40,
    },
    {
      kind: 'text',
      key: 'contactPhone',
      label: { zh: '联系人电话', en: 'Telephone of the contact person' },
      help: { zh: '办公电话，例：0871-00000000', en: 'Office telephone, e.g. 0871-00000000' },
      maxLength: 40,
    },
  ],
} as const;

/** 一、项目名称 */
export const title = {
  id: 'title',
  number: '一',
  title: { zh: '项目名称', en: 'Project title' },
  fields: [
    {
      kind: 'text',
      key: 'title',
      label: { zh: '项目名称', en: 'Project title' },
      help: { zh: '例：安全生产组织协调建设工作经费', en: 'e.g. 安全生产组织协调建设工作经费' },
      required: true,
      // Twice the 60 characters of the finance system that takes it over (domain.md §2): published titles are longer.
      maxLength: 120,
    },
    {
      kind: 'integer',
      key: 'budgetYear',
      label: { zh: '预算年度', en: 'Budget year' },
      help: { zh: '1 月 1 日至 12 月 31 日', en: '1 January to 31 December' },
      required: true,
      min: 2000,
      max: 2099,
    },
    kind,
  ],
} as const;
