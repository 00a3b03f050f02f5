import { versionOf } from './draft.ts';
import { drop, dropPutBy, keep, putBy, putByOf } from './kept.ts';
import { lang } from './page.ts';
import { save } from './save-call.ts';
import { showSaved, showState } from './save-state.ts';
import { typedOver } from './typed-over.ts';

/**
 * Saves what was kept when the session ended, over the version that it was typed into; with it what was typed on this page
 * before its script was there.
 * @returns whether the page goes on with what it shows; otherwise it is being left for the one that shows it
 */
export async function bringBack(form: HTMLFormElement, kept: URLSearchParams): Promise<boolean> {
  const both = typedOver(form, kept);
  const isMore = both?.toString() !== kept.toString();
  if (!both) return leaveToThem(form, kept);
  if (isMore) keep(form, both);
  const saved = await save(form, kept);
  if (saved.kind === 'stale') {
    postAsPage(form, both);
    return false;
  }
  if (saved.kind !== 'saved') {
    showState(form, '');
    return leaveToThem(form, kept);
  }
  drop(form);
  // The tab's last save had come through after all.
  if (saved.version === versionOf(form)) {
    showSaved(form, saved.at, lang);
    return true;
  }
  both.set('version', String(saved.version));
  if (isMore) keep(form, both);
  history.replaceState(null, '', `/projects/${saved.id}#kept`);
  location.reload();
  return false;
}

/** What was kept waits for the person; the page goes on. */
function leaveToThem(form: HTMLFormElement, kept: URLSearchParams): true {
  putBy(form, kept);
  offerPutBy(form);
  return true;
}

/** As the form's own button does: the page that answers shows what was typed beside what stands. */
function postAsPage(form: HTMLFormElement, body: URLSearchParams): void {
  const page = document.createElement('form');
  Object.assign(page, { method: 'post', action: form.action, hidden: true });
  for (const [name, value] of body) {
    // A textarea keeps line breaks, which an input does not.
    const field = document.createElement('textarea');
    Object.assign(field, { name, value });
    page.append(field);
  }
  document.body.append(page);
  // It may not arrive; the page that shows it, saved or not, drops it.
  keep(form, body);
  // Not `submit()`, of which nobody hears: the browser would ask whether to leave what is being sent.
  page.requestSubmit();
}

/** Asks what becomes of what could not be saved by itself: of one after the other. */
export function offerPutBy(form: HTMLFormElement): void {
  const notice = form.querySelector<HTMLElement>('[data-kept-still]');
  const [restore, give] = ['[data-restore]', '[data-drop]'].map((button) =>
    notice?.querySelector<HTMLButtonElement>(button),
  );
  const body = putByOf(form);
  if (!notice || !restore || !give) return;
  notice.hidden = body === undefined;
  restore.onclick = () => {
    if (!body) return;
    dropPutBy(form);
    postAsPage(form, body);
  };
  give.onclick = () => {
    dropPutBy(form);
    offerPutBy(form);
  };
}
