import { readForm } from '../../shared/forms/form-data.ts';
import { pasteList, readPaste, withPasted } from '../../shared/forms/paste.ts';
import { partsOf } from '../../shared/forms/pointer.ts';
import { applyRowIntent, readRowIntent, rowOf } from '../../shared/forms/rows.ts';
import type { Call } from '../../shared/http/endpoint.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Submission } from './submit.ts';

/** A call that a page's form made, or its script. */
export type PostedCall = Call & { readonly form: URLSearchParams };

/** A page's script saves as the page does, and wants the project back in place of the way to go on. */
export const isScript = (call: Call): boolean =>
  call.form !== undefined && (call.headers.accept?.startsWith('application/json') ?? false);

/** What was read, and where the page goes on: after a row's button at its list, to check at the whole. */
export interface Posted {
  readonly content: Submission;
  readonly anchor: string;
  /** Rows from a spreadsheet that are to be looked at before they are added. */
  readonly pasted?: { readonly list: string; readonly text: string };
}

/** `paste:/plan` shows what was understood of the text, `insert:/plan` adds it. */
function readPasteIntent(form: StagedForm, call: PostedCall) {
  const [verb, list = ''] = (call.form.get('intent') ?? '').split(':');
  if ((verb !== 'paste' && verb !== 'insert') || !pasteList(form.definition, list)) return null;
  return { verb, list, text: call.form.get(`paste.${partsOf(list).join('.')}`) ?? '' };
}

/**
 * What a page posted, with its rows as its button asked.
 * @param scope the pointers that a return opened: the page posts these alone
 */
export function posted(form: StagedForm, call: PostedCall, scope: readonly string[] = []): Posted {
  const intent = readRowIntent(form.definition, call.form.get('intent') ?? '');
  const kept = [...scope, ...(intent ? [rowOf(intent)] : [])];
  const read = readForm(form.definition, call.form, kept);
  const paste = readPasteIntent(form, call);
  if (paste) {
    const { verb, ...pasted } = paste;
    if (verb === 'paste') return { content: read, anchor: '', pasted };
    const rows = readPaste(form.definition, pasted.list, pasted.text);
    const content = rows ? withPasted(form.definition, read, pasted.list, rows) : read;
    return { content, anchor: `#f-${pasted.list}` };
  }
  if (!intent) return { content: read, anchor: '' };
  return { content: applyRowIntent(form.definition, read, intent), anchor: `#f-${intent.list}` };
}
