import { addressOf } from './draft.ts';

/** Says in sight that the session is over, and leads to signing in and back to this very page. */
export function showSignedOut(form: HTMLFormElement, isKept: boolean): void {
  const notice = form.querySelector<HTMLElement>('[data-signed-out]');
  const link = notice?.querySelector('a');
  if (!notice || !link) return;
  link.href = `/sign-in?returnTo=${encodeURIComponent(addressOf(form))}`;
  const kept = notice.querySelector<HTMLElement>('[data-kept]');
  if (kept) kept.hidden = !isKept;
  notice.hidden = false;
}

export function hideSignedOut(form: HTMLFormElement): void {
  const notice = form.querySelector<HTMLElement>('[data-signed-out]');
  if (notice) notice.hidden = true;
}
