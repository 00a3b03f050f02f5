import type { VerificationView } from '../../../shared/history/verification/verification-view.ts';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { ReasonField } from '../../../shared/pages/reason-field.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { evidenceWords } from '../../../shared/pages/words/evidence.ts';
import type { Lang } from '../../../shared/values/language.ts';

interface EvidenceProps {
  readonly lang: Lang;
  readonly projectId: string;
}

/** Where a project's bundle is downloaded. */
export const evidenceHref = (projectId: string): string => `/projects/${projectId}/evidence`;

/** Where the files are that a bundle may have no room for. */
const FilesLink = ({ lang, projectId }: EvidenceProps) => (
  <a href={`${evidenceHref(projectId)}/files`}>{evidenceWords[lang].files}</a>
);

/** The evidence bundle of a project, for its parties. */
export function Evidence({ lang, projectId }: EvidenceProps) {
  const words = evidenceWords[lang];
  return (
    <section class="card">
      <h2>{words.bundle}</h2>
      <p>{words.what}</p>
      <p class="links">
        <a class="button" href={evidenceHref(projectId)} download>
          {words.download}
        </a>{' '}
        <FilesLink lang={lang} projectId={projectId} />
      </p>
    </section>
  );
}

interface EvidenceOfProofProps extends EvidenceProps {
  /** The newest checkpoint over the project. */
  readonly covering: VerificationView['checkpoint'];
}

/** What the bundle of the proof above is; those who verify see personal data masked, and say why they need it. */
export function EvidenceOfProof({ lang, projectId, covering }: EvidenceOfProofProps) {
  const words = evidenceWords[lang];
  return (
    <div class="evidence">
      <p class="soft">
        {`${words.bundle}${common[lang].colon}${words.what}`}{' '}
        {covering ? words.covered(covering.covers, covering.number) : words.uncovered}{' '}
        <FilesLink lang={lang} projectId={projectId} />
      </p>
      <details>
        <summary>{words.withContents}</summary>
        <PostForm action={evidenceHref(projectId)}>
          <input type="hidden" name="contents" value="yes" />
          <ReasonField lang={lang} />
          <p class="links">
            <button type="submit">{words.download}</button>
          </p>
        </PostForm>
      </details>
    </div>
  );
}
