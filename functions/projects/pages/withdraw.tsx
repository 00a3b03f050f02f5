import type { ComponentChildren } from 'preact';
import type { Lang } from '../../../shared/values/language.ts';
import { projectWords } from '../words/project.ts';

interface WithdrawProps {
  readonly lang: Lang;
  /** What else can be done by whoever only wants to change it. */
  readonly instead: 'edit' | 'recall' | 'wait';
  readonly children: ComponentChildren;
}

/** Ending a project takes two deliberate steps, without a script. The second is the button inside. */
export function Withdraw({ lang, instead, children }: WithdrawProps) {
  const words = projectWords[lang];
  return (
    <details class="card confirm">
      <summary>{words.withdraw}</summary>
      <p>
        {words.withdrawWhat}
        {lang === 'en' && ' '}
        {{ edit: words.withdrawEdit, recall: words.withdrawRecall, wait: words.withdrawWait }[instead]}
      </p>
      {children}
    </details>
  );
}
