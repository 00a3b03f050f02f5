import type { Lang } from '../../../shared/values/language.ts';
import { decisionWords } from '../words/decision.ts';
import { Found, foundAttributes } from './found.tsx';
import type { Refused, Typed } from './typed.ts';

const CODES = new Set(['code-required', 'wrong-code']);

interface CodeProps {
  readonly lang: Lang;
  readonly typed: Typed | undefined;
  readonly problem: Refused | undefined;
}

/** Where the amount asks for more than the link: the code that was mailed to the same mailbox just now. */
export function Code({ lang, typed, problem }: CodeProps) {
  const isAsked = typed?.code !== undefined || (problem !== undefined && CODES.has(problem.code));
  if (!isAsked) return null;
  const words = decisionWords[lang];
  return (
    <div class="code">
      <label for="code">{words.code}</label>
      <input
        id="code"
        name="code"
        // A code that was refused is not tried again.
        value={problem && CODES.has(problem.code) ? '' : (typed?.code ?? '')}
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
