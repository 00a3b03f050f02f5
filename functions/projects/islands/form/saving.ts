import { goOnFrom, isNew } from './draft.ts';
import { lang, words } from './page.ts';
import { bodyOf, type Saved, save } from './save-call.ts';
import { showSaved, showState } from './save-state.ts';
import { showStale } from './stale.ts';

/** Typing has paused. */
const PAUSE_MS = 1_000;
/** Typing that does not pause is saved all the same: this is the most that a lost tab can lose. */
const LONGEST_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Saves the draft while it is filled in. One save at a time, each over the version of the one before; a save that
 * another person was ahead of stops the saving, and both versions are shown.
 */
export function startSaving(form: HTMLFormElement): void {
  /** Counts changes: a save that was overtaken by typing leaves something to save. */
  let changes = 0;
  let savedChanges = 0;
  let firstUnsaved = 0;
  let timer: number | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;
  // Both versions on the page from the start: which one stays is not for a timer to say.
  let stopped = form.querySelector('[data-stale]') !== null;
  let leaves = false;
  /** The first save of a new form is repeated as it was: its key makes one draft of one body. */
  let first: { readonly body: URLSearchParams; readonly changes: number } | undefined;

  const isUnsaved = (): boolean => changes > savedChanges;

  function schedule(ms: number): void {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(() => void saveNow(), ms);
  }

  function saveNow(): Promise<void> {
    window.clearTimeout(timer);
    if (stopped || !isUnsaved()) return Promise.resolve();
    running ??= once().finally(() => {
      running = undefined;
      if (isUnsaved() && failures === 0) schedule(PAUSE_MS);
    });
    return running;
  }

  async function once(): Promise<void> {
    const sent = first ?? { body: bodyOf(form), changes };
    if (isNew(form)) first = sent;
    if (failures === 0) showState(form, words.saving);
    await react(await save(form, sent.body), sent);
  }

  async function react(saved: Saved, sent: { body: URLSearchParams; changes: number }): Promise<void> {
    if (saved.kind === 'saved') {
      first = undefined;
      failures = 0;
      savedChanges = sent.changes;
      goOnFrom(form, saved.id, saved.version);
      if (isUnsaved()) showState(form, words.unsaved, 'unsaved');
      else showSaved(form, saved.at, lang);
      return;
    }
    if (saved.kind === 'stale' || saved.kind === 'gone') {
      stopped = true;
      if (saved.kind === 'stale') await showStale(form, sent.body);
      else showState(form, words.gone, 'unsaved', { href: form.action, text: words.openProject });
      return;
    }
    failures += 1;
    if (saved.kind === 'signed-out')
      showState(form, words.signedOut, 'unsaved', { href: '/sign-in', text: words.signIn });
    else showState(form, words.saveFailed, 'unsaved');
    schedule(Math.min(LONGEST_RETRY_MS, PAUSE_MS * 2 ** failures));
  }

  form.addEventListener('input', () => {
    if (!isUnsaved()) {
      firstUnsaved = Date.now();
      if (!stopped) showState(form, words.unsaved, 'unsaved');
    }
    changes += 1;
    if (failures > 0) return;
    schedule(Math.max(0, Math.min(PAUSE_MS, firstUnsaved + LONGEST_MS - Date.now())));
  });

  form.addEventListener('submit', (event) => {
    if (running) {
      // The button is pressed again once the save under way has said which version it made.
      event.preventDefault();
      const { submitter } = event;
      void running.then(() => stopped || form.requestSubmit(submitter));
      return;
    }
    leaves = true;
    window.clearTimeout(timer);
  });
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-take-theirs]')) leaves = true;
  });

  window.addEventListener('online', () => void saveNow());
  // The last moment of which a phone tells.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && !leaves) void saveNow();
  });
  window.addEventListener('pagehide', () => {
    if (!leaves) void saveNow();
  });
  window.addEventListener('pageshow', () => {
    leaves = false;
  });
  window.addEventListener('beforeunload', (event) => {
    if (isUnsaved() && !leaves) event.preventDefault();
  });
}
