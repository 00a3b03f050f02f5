import { goOnFrom } from './draft.ts';
import { words } from './page.ts';
import { post } from './save-call.ts';
import { showState } from './save-state.ts';

/**
 * Somebody else saved this draft. The page that a late save gets says what differs: its notice is put into this one,
 * so that nobody is torn out of what they type. "Keep mine" is the form's own button, over the version it shows.
 */
export async function showStale(form: HTMLFormElement, body: URLSearchParams): Promise<void> {
  showState(form, words.staleTitle, 'unsaved', { href: '#stale', text: words.staleSee });
  const link = form.querySelector<HTMLAnchorElement>('[data-save-state] a');
  link?.removeAttribute('target');
  try {
    const response = await post(form, body, 'text/html');
    const theirs = new DOMParser().parseFromString(await response.text(), 'text/html');
    const notice = theirs.querySelector('[data-stale]');
    const version = Number(theirs.querySelector<HTMLInputElement>('input[name="version"]')?.value);
    const id = new URL(form.action).pathname.split('/').at(-1);
    if (!notice || !version || !id) return;
    // Nobody is torn out of what they type.
    notice.removeAttribute('autofocus');
    form.querySelector('[data-stale]')?.remove();
    form.querySelector('.sections')?.prepend(document.adoptNode(notice));
    goOnFrom(form, id, version);
  } catch {
    // Without a network the link has nothing to show; the save button leads to the same page once there is one.
    showState(form, words.staleTitle, 'unsaved', { href: form.action, text: words.openProject });
  }
}
