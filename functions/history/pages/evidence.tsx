import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import type { VerificationView } from '../../../shared/history/verification/verification-view.ts';
import { evidenceWords } from '../../../shared/pages/words/evidence.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { SHORTEST_REASON } from '../../../shared/workflow/reason.ts';

interface EvidenceProps {
  readonly lang: Lang;
  readonly projectId: string;
  /** Only for those who verify; they see personal data masked, and say why they need it. */
  readonly verification: VerificationView | null;
}

/** The evidence bundle of a project, to take away. */
export function Evidence({ lang, projectId, verification }: EvidenceProps) {
  const words = evidenceWords[lang];
  const address = `/projects/${projectId}/evidence`;
  const covering = verification?.checkpoint;
  return (
    <section class="card">
      <h2>{words.bundle}</h2>
      <p>{words.what}</p>
      {verification && (
        <p class="soft">{covering ? words.covered(covering.covers, covering.number) : words.uncovered}</p>
      )}
      <p class="links">
        <a class="button" href={address} download>
          {words.download}
        </a>
      </p>
      {verification && (
        <details>
          <summary>{words.withContents}</summary>
          <form method="post" action={address}>
            <input type="hidden" name="contents" value="yes" />
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
            <p class="links">
              <button type="submit">{words.download}</button>
            </p>
          </form>
        </details>
      )}
    </section>
  );
}
