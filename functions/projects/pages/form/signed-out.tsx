import type { Lang } from '../../../../shared/values/language.ts';
import { formWords } from '../../words/form.ts';

/** Says, once the script finds out, that the session is over, and how long what was typed stays. */
export function SignedOut({ lang }: { lang: Lang }) {
  const words = formWords[lang];
  return (
    <section class="callout warning signed-out" role="alert" data-signed-out hidden>
      <h2>{words.signedOutTitle}</h2>
      <p>{words.signedOutHere}</p>
      <p data-kept>{words.signedOutKept}</p>
      <p>
        <a class="button" href="/sign-in" target="_blank" rel="noopener">
          {words.signIn}
        </a>
      </p>
    </section>
  );
}

/**
 * What an ended session left in this tab: that it was brought back, which the page's address says, or the offer to,
 * where the script could not save it by itself.
 */
export function Kept({ lang }: { lang: Lang }) {
  const words = formWords[lang];
  return (
    <>
      <section class="callout good kept" id="kept" role="status">
        <h2>{words.kept}</h2>
      </section>
      <section class="callout warning" role="alert" data-kept-still hidden>
        <p>{words.keptStill}</p>
        <p class="links">
          <button type="button" data-restore>
            {words.keptRestore}
          </button>{' '}
          <button type="button" data-drop>
            {words.keptDrop}
          </button>
        </p>
      </section>
    </>
  );
}
