import { attachmentFinding } from '../../shared/attachments/findings.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import { namesField } from '../../shared/forms/check.ts';
import type { FilesField } from '../../shared/forms/definition.ts';
import { filesSchema } from '../../shared/forms/files-schema.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import { fitting } from '../../shared/forms/fitting.ts';
import { fieldOf } from '../../shared/forms/places.ts';
import { putAt, valueAt } from '../../shared/forms/pointer.ts';
import { covers } from '../../shared/forms/scope.ts';
import { rowsOf } from '../../shared/forms/value-text.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { actorOf } from '../../shared/identity/member.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { drafted } from '../../shared/project/drafted.ts';
import { loadDraft } from '../../shared/project/load.ts';
import type { Opened } from '../../shared/project/open-project.ts';
import { openingOf } from '../../shared/project/opening.ts';
import type { DraftContent } from '../../shared/project/records.ts';
import { type AttachedFile, attachedFile, attachmentIdOf } from '../../shared/values/attached-file.ts';
import type { Words } from '../../shared/values/language.ts';
import type { Deps } from './deps.ts';

/** A field of files in a draft, with what stands in it. */
export interface DraftField {
  readonly pointer: string;
  readonly field: FilesField;
  readonly draft: DraftContent;
  readonly files: readonly AttachedFile[];
}

const noField: Words = {
  zh: '草稿中没有这个附件栏，请重新打开本页',
  en: 'The draft has no such field of files. Please open this page again',
};
const frozen: Words = {
  zh: '退回时没有指定修改此处，附件保持不变',
  en: 'The return does not name this place: its files stay',
};

const refused = (message: Words, errors?: readonly Finding[]): Problem =>
  new Problem('invalid-declaration', {
    detail: message,
    errors: errors ?? [attachmentFinding('', message)],
  });

/** @throws Problem `invalid-declaration` for what is no field of files that may be changed */
export async function draftField(deps: Deps, { loaded, form }: Opened, pointer: string): Promise<DraftField> {
  const { definition } = form;
  const stored = await loadDraft(deps.database, loaded.record.id);
  const declaration = fitting(definition, stored?.declaration ?? {});
  const field = fieldOf(definition, pointer);
  if (field?.kind !== 'files' || !namesField(definition, declaration, pointer)) throw refused(noField);
  const { scope } = await openingOf(deps, form, loaded);
  if (!covers(scope, pointer)) throw refused(frozen);
  const files = rowsOf(valueAt(declaration, pointer)).flatMap((item) => {
    const file = attachedFile.safeParse(item);
    return file.success ? [file.data] : [];
  });
  return { pointer, field, files, draft: { declaration, unread: stored?.unread ?? {} } };
}

/** What stands against one more file in a field. @throws Problem `invalid-declaration` */
export function demandPlace({ pointer, field, files }: DraftField, file: AttachedFile): void {
  const result = filesSchema(field).safeParse([...files, file], { reportInput: true });
  const issues = result.success
    ? []
    : result.error.issues.filter(({ path }) => (path[0] ?? files.length) === files.length);
  if (result.success || issues.length === 0) return;
  if (files.length >= field.max) {
    const message: Words = {
      zh: `此处最多 ${field.max} 个附件`,
      en: `${field.max} files at most here`,
    };
    throw refused(message, [attachmentFinding(pointer, message)]);
  }
  const errors = shapeFindings(result.error).map((one) => ({ ...one, path: pointer }));
  throw refused(errors.at(-1)?.message ?? noField, errors);
}

export const holds = ({ files }: DraftField, id: string): boolean =>
  files.some((file) => attachmentIdOf(file) === id);

/**
 * Saves a draft with other files in one of its fields.
 * @throws Problem `stale-version` where somebody saved meanwhile, `not-in-this-state` where it was submitted
 */
export async function saveFiles(
  deps: Deps,
  { loaded, form, member }: Opened,
  { pointer, draft }: DraftField,
  files: readonly AttachedFile[],
  { version, requestId }: { readonly version: number; readonly requestId: string },
): Promise<void> {
  const declaration = putAt(draft.declaration, pointer, files.length > 0 ? files : undefined);
  const command = {
    type: 'save',
    actor: actorOf(member, 'submitter'),
    requestId,
    version,
    ...drafted(form, { declaration, unread: draft.unread }),
  } as const;
  const { directory } = member;
  const result = await changeProject(deps, loaded.record.id, command, { directory });
  if (isRefused(result)) throw refusalProblem(result);
}
