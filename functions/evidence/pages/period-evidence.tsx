import { evidenceWords } from '../../../shared/pages/words/evidence.ts';
import type { Lang } from '../../../shared/values/language.ts';

/** The evidence bundle of a period. */
export function PeriodEvidence({ lang }: { lang: Lang }) {
  const words = evidenceWords[lang];
  return (
    <section class="card">
      <h2>{words.period}</h2>
      <p class="soft">{words.periodWhat}</p>
      <form class="filters" method="get" action="/history/evidence">
        <div>
          <label for="from">{words.from}</label>
          <input id="from" name="from" type="date" required />
        </div>
        <div>
          <label for="to">{words.to}</label>
          <input id="to" name="to" type="date" required />
        </div>
        <p class="filter-actions">
          <button type="submit">{words.download}</button>{' '}
          <button type="submit" formaction="/history/evidence/files">
            {words.files}
          </button>
        </p>
      </form>
    </section>
  );
}
