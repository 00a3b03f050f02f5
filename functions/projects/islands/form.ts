import { startAmounts } from './form/amounts.ts';
import { startKeys } from './form/keys.ts';
import { startRows } from './form/rows.ts';
import { startSaving } from './form/saving.ts';
import { startSections } from './form/sections.ts';

/**
 * What moves on the form page. The page works without it; here the same happens without a round trip. Each part
 * listens to the form alone, so that a part that changes inputs (rows, later a paste or a restored draft) says so
 * by an `input` event and the others follow.
 */
const form = document.querySelector<HTMLFormElement>('form[data-form]');
if (form) {
  startKeys(form);
  startRows(form);
  startAmounts(form);
  startSections(form);
  startSaving(form);
}
