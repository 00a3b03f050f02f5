import { summaryOf } from '../forms/form.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import type { DraftContent } from './records.ts';

/** What a draft holds, for the command that stores it. */
export const drafted = ({ definition }: StagedForm, content: DraftContent) => ({
  form: { id: definition.id, version: definition.version },
  summary: summaryOf(definition, content.declaration),
  content,
});
