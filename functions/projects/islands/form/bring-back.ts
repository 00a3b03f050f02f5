import { versionOf } from './draft.ts';
import { drop } from './kept.ts';
import { lang } from './page.ts';
import { save } from './save-call.ts';
import { showSaved, showState } from './save-state.ts';

/**
 * Saves what was kept when the session ended, over the version that it was typed into.
 * @returns whether the page goes on with what it shows; otherwise it is being left for the one that shows it
 */
export async function bringBack(form: HTMLFormElement, body: URLSearchParams): Promise<boolean> {
  const saved = await save(form, body);
  if (saved.kind === 'saved') {
    drop(form);
    // The tab's last save had come through after all.
    if (saved.version === versionOf(form)) {
      showSaved(form, saved.at, lang);
      return true;
    }
    history.replaceState(null, '', `/projects/${saved.id}#kept`);
    location.reload();
    return false;
  }
  if (saved.kind === 'stale') {
    postAsPage(form, body);
    return false;
  }
  showState(form, '');
  offer(form, body);
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
  drop(form);
  page.submit();
}

/** Leaves it to the person, where it could not be saved by itself. */
function offer(form: HTMLFormElement, body: URLSearchParams): void {
  const notice = form.querySelector<HTMLElement>('[data-kept-still]');
  if (!notice) return;
  notice.hidden = false;
  notice.querySelector('[data-restore]')?.addEventListener('click', () => postAsPage(form, body));
  notice.querySelector('[data-drop]')?.addEventListener('click', () => {
    drop(form);
    notice.hidden = true;
  });
}
