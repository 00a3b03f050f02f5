import type { Form } from '../forms/form.ts';
import type { Stage } from './stages.ts';

/** A form with the stages that decide on what is declared with it. */
export interface StagedForm extends Form {
  readonly stages: readonly Stage[];
}

export const withStages = (form: Form, stages: readonly Stage[]): StagedForm => ({ ...form, stages });
