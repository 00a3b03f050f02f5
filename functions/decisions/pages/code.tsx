import type { Lang } from '../../../shared/values/language.ts';
import { decisionWords } from '../words/decision.ts';
import { Found, foundAttributes } from './found.tsx';
import { asksForCode, type Refused, type Typed } from './typed.ts';

interface CodeProps {
  readonly lang: Lang;
  readonly typed: Typed | undefined;
  readonly problem: Refused | undefined;
}

/** Where the amount asks for more than the link: the code that was mailed to the same mailbox just now. */
export function Code({ lang, typed, problem }: CodeProps) {
  const isAsked = asksForCode(problem);
  if (!isAsked && typed?.code === undefined) return null;
  const words = decisionWords[lang];
  return (
    <div class="code">
      <label for="code">{words.code}</label>
      <input
        id="code"
        name="code"
        // A code that was refused is not tried again.
        value={isAsked ? '' : (typed?.code ?? '')}
        autofocus={isAsked}
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength={12}
        {...foundAttributes(problem, 'code', 'code-help')}
      />
      <p class="help" id="code-help">
        {words.codeHelp}
      </p>
      <Found problem={problem} input="code" />
      <button type="submit" name="resend" value={typed?.outcome} class="plain">
        {words.resend}
      </button>
    </div>
  );
}
