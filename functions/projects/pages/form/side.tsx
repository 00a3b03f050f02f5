import type { FindingView } from '../../../../shared/contract/views.ts';
import type { Section } from '../../../../shared/forms/definition.ts';
import { sectionId } from '../../../../shared/forms/places.ts';
import { numeral } from '../../../../shared/pages/numeral.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import { type Lang, say } from '../../../../shared/values/language.ts';
import { clockOf, minuteOf, zoneOf } from '../../../../shared/values/when.ts';
import { formWords } from '../../words/form.ts';
import { sectionState } from './sections.ts';

interface SideLinkProps {
  readonly lang: Lang;
  readonly section: Section;
  readonly declaration: unknown;
  /** What was found, at each place where it is to be put right. */
  readonly places: readonly FindingView[];
}

/** One section in the list at the side, with how far it is. */
export function SideLink({ lang, section, declaration, places }: SideLinkProps) {
  const words = formWords[lang];
  const state = sectionState(section, declaration, places);
  const text = {
    empty: words.stateEmpty,
    partial: words.statePartial,
    complete: words.stateComplete,
    errors: words.stateErrors(state.count),
    warnings: words.stateWarnings(state.count),
  }[state.kind];
  return (
    <li>
      <a href={`#${sectionId(section.id)}`}>
        <span class="numeral">{numeral(section.number, lang)}</span>
        <span class="side-title">{say(section.title, lang)}</span>
        <span class="badge" data-state={state.kind}>
          {text}
        </span>
      </a>
    </li>
  );
}

/** When the draft was saved last, to the second. */
export function SaveState({ lang, savedAt }: { lang: Lang; savedAt: string | null }) {
  const words = formWords[lang];
  return (
    <p class="soft save-state" data-save-state role="status">
      {savedAt ? (
        <>
          {words.saved}{' '}
          <time datetime={savedAt} title={minuteOf(savedAt, lang)}>
            {clockOf(savedAt)}
          </time>
          {common[lang].inParentheses(zoneOf(lang))}
        </>
      ) : (
        words.notSaved
      )}
    </p>
  );
}
