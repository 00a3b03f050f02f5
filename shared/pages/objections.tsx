import type { DecisionView } from '../contract/views.ts';
import type { Lang } from '../values/language.ts';
import { When } from './components.tsx';
import { planWords } from './words/plan.ts';

/** Why the unit objects to a cut: whoever decides next reads it first. */
export function Objections({ lang, objections }: { lang: Lang; objections: DecisionView['objections'] }) {
  if (objections.length === 0) return null;
  return (
    <section class="callout warning">
      <h2>{planWords[lang].objections}</h2>
      {objections.map(({ at, by, comment }) => (
        <div key={at}>
          <blockquote>{comment}</blockquote>
          <p class="soft">
            {by} <When lang={lang} utc={at} zone />
          </p>
        </div>
      ))}
    </section>
  );
}
