import { frozenFindings, scopeOf } from '../forms/scope.ts';
import type { Submit } from '../workflow/commands.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import type { Loaded } from './load.ts';
import { madeBy } from './made-decisions.ts';
import type { RequestRecord, RevisionContent } from './records.ts';

/** The decision that sent a project back, where the draft is the revision after it, with the stage that made it. */
export const returnOf = ({ record, requests }: Loaded) =>
  requests
    .filter(({ revision }) => revision === record.flow.revision - 1)
    .flatMap(({ stage, decisions }) => decisions.map((decision) => ({ ...decision, stage })))
    .find(({ outcome }) => outcome === 'return');

/** Whether a return named what is to be changed, and of what was handed in nothing else is another. */
export function isWithinReturn(
  { definition }: StagedForm,
  loaded: Loaded,
  { declaration: handedIn, formVersion }: RevisionContent,
  { declaration, form }: Submit,
): boolean {
  const scope = scopeOf(definition, handedIn, returnOf(loaded)?.fields ?? []);
  if (scope.length === 0 || formVersion !== form.version) return false;
  return frozenFindings(definition, scope, handedIn, declaration).length === 0;
}

/** The return by which a request's stage was asked again, where it was: what was decided last before it was asked. */
export function sentBackBy({ requests }: Pick<Loaded, 'requests'>, asked: RequestRecord) {
  const before = madeBy(requests, asked.revision).filter(({ at }) => at <= asked.requestedAt);
  const last = before.at(-1);
  return last?.to === 'previous-stage' ? last : undefined;
}
