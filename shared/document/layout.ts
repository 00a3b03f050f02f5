import type { FormDefinition, Section } from '../forms/definition.ts';
import { summaryOf } from '../forms/form.ts';
import { sectionBlocks } from './fields.ts';
import type { Block } from './model.ts';
import { titleInYear } from './texts.ts';

export interface LaidOut {
  readonly title: string;
  blocksOf(section: Section): Block[];
}

/** How the content of one form is worded in its document. */
export type Layout = (definition: FormDefinition, declaration: Record<string, unknown>) => LaidOut;

/** What a form's definition alone gives. */
export const plainLayout: Layout = (definition, declaration) => {
  const { title, budgetYear } = summaryOf(definition, declaration);
  return {
    title: titleInYear(title, budgetYear),
    blocksOf: (section) => sectionBlocks(section.fields, declaration),
  };
};
