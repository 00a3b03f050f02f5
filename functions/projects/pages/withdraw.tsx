import type { ComponentChildren } from 'preact';
import type { Lang } from '../../../shared/values/language.ts';
import { projectWords } from '../words/project.ts';

/** Ending a project takes two deliberate steps, without a script. The second is the button inside. */
export function Withdraw({ lang, children }: { lang: Lang; children: ComponentChildren }) {
  const words = projectWords[lang];
  return (
    <details class="card confirm">
      <summary>{words.withdraw}</summary>
      <p>{words.withdrawWhat}</p>
      {children}
    </details>
  );
}
