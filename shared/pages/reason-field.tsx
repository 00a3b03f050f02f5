import { LONGEST_COMMENT } from '../contract/fields.ts';
import type { Lang } from '../values/language.ts';
import { SHORTEST_REASON } from '../workflow/reason.ts';
import { evidenceWords } from './words/evidence.ts';

/** Why somebody takes away what shows personal data: it is recorded with the taking. */
export function ReasonField({ lang }: { readonly lang: Lang }) {
  const words = evidenceWords[lang];
  return (
    <>
      <label for="reason">{words.reason}</label>
      <input
        id="reason"
        name="reason"
        required
        minlength={SHORTEST_REASON}
        maxlength={LONGEST_COMMENT}
        aria-describedby="reason-help"
      />
      <p id="reason-help" class="help">
        {words.personal}
      </p>
    </>
  );
}
