import { startAttaching } from '../../../shared/pages/attaching/attaching.tsx';
import { guardUnsent } from '../../../shared/pages/unsent.ts';
import { startAmounts } from './form/amounts.ts';
import { startFolds } from './form/folds.ts';
import { startKeys } from './form/keys.ts';
import { startLibrary } from './form/library.ts';
import { startOffers } from './form/offers.tsx';
import { announceChange, typedIn } from './form/page.ts';
import { startRows } from './form/rows.ts';
import { startSaving } from './form/saving.ts';
import { startSections } from './form/sections.ts';
import { startSource } from './form/source.ts';
import { startTitle } from './form/title.ts';

/**
 * What moves on the form page. The page works without it; here the same happens without a round trip. Each part
 * listens to the form alone, so that a part that changes inputs (rows, later a paste or a restored draft) says so
 * by an `input` event and the others follow.
 */
const form = document.querySelector<HTMLFormElement>('form[data-form]');
guardUnsent();
if (form) {
  startKeys(form);
  startRows(form);
  startLibrary(form);
  startOffers(form);
  startAmounts(form);
  startSections(form);
  startTitle(form);
  startFolds(form);
  // What is read from a file is stored when somebody says so, not as soon as it is corrected.
  if (form.dataset.unsaved === undefined) {
    const { drafted } = startSaving(form);
    // Files belong to a draft: of a form that is none yet the first save makes one.
    startAttaching(form, async () => {
      await drafted();
      return `${new URL(form.action).pathname}/attachments`;
    });
  }
  startSource(form);
  // What was typed before this script was there, all parts hear of now.
  for (const control of typedIn(form)) announceChange(control);
}
