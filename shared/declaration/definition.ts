import type { DeclarationOf, FormDefinition } from '../forms/definition.ts';
import type { Rule } from '../forms/rule.ts';
import { activities } from './definition/activities.ts';
import { appropriation } from './definition/appropriation.ts';
import { attachments } from './definition/attachments.ts';
import { basis } from './definition/basis.ts';
import { overview } from './definition/overview.ts';
import { performance } from './definition/performance.ts';
import { plan } from './definition/plan.ts';
import { results } from './definition/results.ts';
import { title } from './definition/title.ts';
import { unit } from './definition/unit.ts';

/**
 * The project-funding declaration, 项目申报文本 with 项目绩效目标表 (domain.md §1, §2): the nine numbered sections
 * of the official document, and its attachments.
 */
export const definition = {
  id: 'project-declaration',
  version: 2,
  title: { zh: '项目申报书', en: 'Project-funding declaration' },
  summary: { title: '/title', budgetYear: '/budgetYear', requestedFen: '/appropriation/amountFen' },
  unit: '/unit/uscc',
  totals: { list: '/plan', amount: 'amountFen', against: '/appropriation/amountFen' },
  library: {
    list: '/performance/indicators',
    by: 'name',
    distinct: ['name', 'unit'],
    fills: ['level1', 'level2', 'nature', 'operator', 'unit'],
  },
  rowOffer: {
    from: '/plan',
    to: '/performance/indicators',
    label: { zh: '为这项支出添加指标', en: 'Add an indicator for this line' },
  },
  sections: [
    title,
    basis,
    unit,
    overview,
    activities,
    appropriation,
    plan,
    results,
    performance,
    attachments,
  ],
} as const satisfies FormDefinition;

export type Declaration = DeclarationOf<typeof definition>;
export type DeclarationRule = Rule<Declaration>;
