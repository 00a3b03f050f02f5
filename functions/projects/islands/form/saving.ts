import { bringBack, offerPutBy } from './bring-back.ts';
import { goOnFrom, isNew } from './draft.ts';
import { showFindings } from './findings.tsx';
import { drop, dropAll, keep, keptOf, putByOf } from './kept.ts';
import { lang, words } from './page.ts';
import { bodyOf, contestedBodyOf, type Saved, save } from './save-call.ts';
import { showSaved, showState } from './save-state.ts';
import { hideSignedOut, showSignedOut } from './signed-out.ts';
import { showStale } from './stale.ts';

/** Typing has paused. */
const PAUSE_MS = 1_000;
/** Typing that does not pause is saved all the same: this is the most that a lost tab can lose. */
const LONGEST_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Saves the draft while it is filled in. One save at a time, each over the version of the one before; a save that
 * another person was ahead of stops the saving, and both versions are shown. What cannot be saved is kept in the tab.
 * @returns `drafted` settles once there is a draft, which it saves for where there is none
 */
export function startSaving(form: HTMLFormElement): { readonly drafted: () => Promise<void> } {
  /** Counts changes: a save that was overtaken by typing leaves something to save. */
  let changes = 0;
  let savedChanges = 0;
  let firstUnsaved = 0;
  let timer: number | undefined;
  let running: Promise<Saved['kind']> | undefined;
  let failures = 0;
  // Both versions on the page from the start: which one stays is not for a timer to say.
  const isContested = (): boolean => form.querySelector('[data-stale]') !== null;
  let stopped = isContested();
  let leaves = false;
  let signsOut = false;
  /** The first save of a new form is repeated as it was: its key makes one draft of one body. */
  let first: { readonly body: URLSearchParams; readonly changes: number } | undefined;

  let awaitsDraft: (() => void)[] = [];

  const isUnsaved = (): boolean => changes > savedChanges;
  /** Whether leaving loses something: signing out clears what the tab keeps as well. */
  const isAtStake = (): boolean =>
    isUnsaved() || (signsOut && (isContested() || putByOf(form) !== undefined));

  function schedule(ms: number): void {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(() => void saveNow(), ms);
  }

  async function saveNow(): Promise<Saved['kind'] | undefined> {
    window.clearTimeout(timer);
    if (stopped || !isUnsaved()) return undefined;
    running ??= once().finally(() => {
      running = undefined;
      if (isUnsaved() && failures === 0) schedule(PAUSE_MS);
    });
    return running;
  }

  async function once(): Promise<Saved['kind']> {
    const sent = first ?? { body: bodyOf(form), changes };
    if (isNew(form)) first = sent;
    if (failures === 0) showState(form, words.saving);
    const saved = await save(form, sent.body);
    await react(saved, sent);
    return saved.kind;
  }

  async function react(saved: Saved, sent: { body: URLSearchParams; changes: number }): Promise<void> {
    if (saved.kind === 'saved') {
      drop(form);
      first = undefined;
      failures = 0;
      savedChanges = sent.changes;
      hideSignedOut(form);
      goOnFrom(form, saved.id, saved.version);
      for (const settle of awaitsDraft) settle();
      awaitsDraft = [];
      if (isUnsaved()) return showState(form, words.unsaved, 'unsaved');
      showSaved(form, saved.at, lang);
      return showFindings(form, saved);
    }
    if (saved.kind === 'stale' || saved.kind === 'gone') {
      stopped = true;
      if (saved.kind === 'stale') await showStale(form, sent.body);
      else showState(form, words.gone, 'unsaved', { href: form.action, text: words.openProject });
      return;
    }
    failures += 1;
    const isKept = keep(form, bodyOf(form));
    if (saved.kind === 'signed-out') {
      showState(form, words.signedOut, 'unsaved');
      showSignedOut(form, isKept);
    } else showState(form, words.saveFailed, 'unsaved');
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

  /** What was typed is saved before a button goes on; where nobody answers, or nobody is signed in, the page stays. */
  form.addEventListener('submit', (event) => {
    const { submitter } = event;
    if (stopped || !(running || isUnsaved())) {
      leaves = true;
      window.clearTimeout(timer);
      // It may not arrive: the page that comes back with it drops it.
      if (isContested()) keep(form, contestedBodyOf(form));
      return;
    }
    event.preventDefault();
    void saveNow().then((became) => {
      if (became === 'refused') savedChanges = changes;
      if (became === undefined || became === 'saved' || became === 'refused') form.requestSubmit(submitter);
    });
  });
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element && target.closest('[data-take-theirs]'))) return;
    leaves = true;
    drop(form);
  });
  document.querySelector<HTMLFormElement>('form[action="/sign-out"]')?.addEventListener('submit', (event) => {
    event.preventDefault();
    void saveNow().then(() => {
      signsOut = true;
      leaves = !isAtStake();
      // Whoever stays has it still; behind whoever leaves all the same the answer clears the tab.
      if (leaves) dropAll();
      if (event.target instanceof HTMLFormElement) event.target.submit();
    });
  });

  window.addEventListener('online', () => void saveNow());
  document.addEventListener('visibilitychange', () => {
    // The last moment of which a phone tells; and back from the window in which somebody signed in.
    if (!leaves && (document.visibilityState === 'hidden' || failures > 0)) void saveNow();
  });
  window.addEventListener('focus', () => {
    if (failures > 0) void saveNow();
  });
  window.addEventListener('pagehide', () => {
    if (leaves || !isUnsaved()) return;
    if (stopped) {
      if (isContested()) keep(form, contestedBodyOf(form));
      return;
    }
    // Nobody will hear whether this save comes through.
    keep(form, bodyOf(form));
    void saveNow();
  });
  window.addEventListener('pageshow', () => {
    leaves = false;
  });
  window.addEventListener('beforeunload', (event) => {
    if (isAtStake() && !leaves) event.preventDefault();
  });

  const kept = stopped ? undefined : keptOf(form);
  if (kept) {
    stopped = true;
    // The page may be loaded again with what comes back: what is typed or attached meanwhile would be lost with it.
    form.inert = true;
    showState(form, words.saving);
    void bringBack(form, kept).then((goesOn) => {
      stopped = !goesOn;
      leaves = !goesOn;
      if (!goesOn) return;
      form.inert = false;
      if (!isUnsaved()) return;
      showState(form, words.unsaved, 'unsaved');
      schedule(PAUSE_MS);
    });
  }

  offerPutBy(form);

  return {
    drafted() {
      if (!isNew(form)) return Promise.resolve();
      const saved = new Promise<void>((settle) => awaitsDraft.push(settle));
      if (!isUnsaved()) changes += 1;
      void saveNow();
      return saved;
    },
  };
}
