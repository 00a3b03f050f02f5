import type { FindingView } from '../../../../shared/contract/views.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import type { Lang } from '../../../../shared/values/language.ts';

/** What was found about one field, beside it. */
export const Found = ({ lang, findings }: { lang: Lang; findings: readonly FindingView[] }) => (
  <>
    {findings.map(({ rule, severity, message }) => (
      <p key={`${rule} ${message}`} class={severity}>
        <span class="vh">{`${common[lang][severity]}${common[lang].colon}`}</span>
        {message}
      </p>
    ))}
  </>
);
