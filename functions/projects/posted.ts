import { type FilesById, readForm } from '../../shared/forms/form-data.ts';
import { pasteList, readPaste, withPasted } from '../../shared/forms/paste.ts';
import { at, fieldId, fieldOf } from '../../shared/forms/places.ts';
import { partsOf, putAt, valueAt } from '../../shared/forms/pointer.ts';
import { applyRowIntent, goOnAt, readRowIntent, rowOf } from '../../shared/forms/rows.ts';
import { covers } from '../../shared/forms/scope.ts';
import { rowsOf } from '../../shared/forms/value-text.ts';
import type { Call } from '../../shared/http/endpoint.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Submission } from './submit.ts';

/** A call that a page's form made, or its script. */
export type PostedCall = Call & { readonly form: URLSearchParams };

/** A page's script saves as the page does, and wants the project back in place of the way to go on. */
export const isScript = (call: Call): boolean =>
  call.form !== undefined && (call.headers.accept?.startsWith('application/json') ?? false);

/** What was read, and where the page goes on: after a row's button at that row, to check at the whole. */
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

const OFFER = 'offer:';

/** The row whose offer a button takes, as a pointer: `offer:/plan/2`. */
const offeringRow = (call: PostedCall): string | undefined => {
  const intent = call.form.get('intent') ?? '';
  return intent.startsWith(OFFER) ? intent.slice(OFFER.length) : undefined;
};

/**
 * What was posted, with the row that a button's row offers to make; the page goes on there.
 * @param scope the pointers that a return opened: no row comes into a list that stays as it is
 */
export function withOffer(
  form: StagedForm,
  call: PostedCall,
  read: Posted,
  scope: readonly string[] = [],
): Posted {
  const { rowOffer } = form.definition;
  const of = offeringRow(call);
  if (!rowOffer || of === undefined || !covers(scope, rowOffer.to)) return read;
  const { declaration } = read.content;
  const offer = form.rowOffers(declaration).find((one) => one.of === of);
  const rows = rowsOf(valueAt(declaration, rowOffer.to));
  const list = fieldOf(form.definition, rowOffer.to);
  const hasRoom = list?.kind === 'list' && rows.length < list.max;
  if (!offer || !hasRoom) return { ...read, anchor: `#${fieldId(rowOffer.to)}` };
  return {
    content: { ...read.content, declaration: putAt(declaration, rowOffer.to, [...rows, offer.row]) },
    anchor: `#${fieldId(at(rowOffer.to, rows.length))}`,
  };
}

/**
 * What a page posted, with its rows as its button asked.
 * @param scope the pointers that a return opened: the page posts these alone
 * @param files what the ids of attachments on it name
 */
export function posted(
  form: StagedForm,
  call: PostedCall,
  scope: readonly string[] = [],
  files?: FilesById,
): Posted {
  const intent = readRowIntent(form.definition, call.form.get('intent') ?? '');
  const kept = [...scope, ...(intent ? [rowOf(intent)] : []), ...[offeringRow(call) ?? []].flat()];
  const read = readForm(form.definition, call.form, kept, files);
  const paste = readPasteIntent(form, call);
  if (paste) {
    const { verb, ...pasted } = paste;
    if (verb === 'paste') return { content: read, anchor: '', pasted };
    const rows = readPaste(form.definition, pasted.list, pasted.text);
    const content = rows ? withPasted(form.definition, read, pasted.list, rows) : read;
    return { content, anchor: `#${fieldId(pasted.list)}` };
  }
  if (!intent) return { content: read, anchor: '' };
  const content = applyRowIntent(form.definition, read, intent);
  return { content, anchor: `#${fieldId(goOnAt(form.definition, content, intent))}` };
}
