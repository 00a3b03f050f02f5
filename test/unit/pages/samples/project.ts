import type { VNode } from 'preact';
import type { FindingView, ProjectView } from '../../../../shared/contract/views.ts';
import { definition } from '../../../../shared/declaration/definition.ts';
import type { Frame } from '../../../../shared/pages/render.tsx';
import type { Lang } from '../../../../shared/values/language.ts';
import { defaultStages } from '../../../../shared/workflow/stages.ts';
import { aDeclaration } from '../../../builders/declaration.ts';

export const ID = '2021-7K3M-9QXD';

export const HASH = '9f2c41ab'.padEnd(60, '0').concat('77e0');

export const declaration = aDeclaration();

export const stageLabel = (lang: Lang) => (id: string) =>
  defaultStages.find((stage) => stage.id === id)?.label[lang] ?? id;

export const findings: readonly FindingView[] = [
  { rule: 'R9', severity: 'error', path: '/plan/1/amountFen', message: '单价 × 数量不符' },
  { rule: 'R8', severity: 'error', path: '/appropriation/amountFen', message: '合计不符' },
  { rule: 'required', severity: 'error', path: '/plan/7/name', message: '请填写支出项目' },
  { rule: 'R10', severity: 'warning', path: '/plan/1', message: '建议写明测算依据' },
];

export const submitter = { name: '经办人甲（示例）', unitName: declaration.unit.name, roles: ['submitter'] };

export const auditor = { name: '审计员（示例）', roles: ['auditor'] };

export const aCut = { line: 2, amountFen: 4_000_000, reason: '按上年执行数核定' } as const;

export const objection = {
  at: '2026-11-12T10:00:00.000Z',
  by: '经办人甲（示例）',
  comment: '材料已按上年价格压减',
};

export const project: ProjectView = {
  id: ID,
  form: definition.id,
  formVersion: 1,
  revision: 1,
  version: 3,
  state: 'in-review',
  stage: 'finance-review',
  unit: { id: declaration.unit.uscc, name: declaration.unit.name },
  title: declaration.title,
  budgetYear: 2021,
  requestedFen: 31_500_000,
  approvedFen: null,
  contentHash: HASH,
  declaration,
  masked: false,
  findings: [],
  cuts: [],
  objections: [],
  actions: ['withdraw'],
};

export type Page = readonly [VNode, Omit<Frame, 'lang'>];
