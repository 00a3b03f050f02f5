import { More } from '../../../shared/pages/components.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import type { Lang } from '../../../shared/values/language.ts';
import { decisionWords } from '../words/decision.ts';
import { asksForCode, foundAt, inputOf, messagesOf, type Refused } from './typed.ts';

/** Why nothing was recorded, with a way to each field that has to be corrected. */
export function ProblemCallout({ lang, problem }: { lang: Lang; problem: Refused }) {
  const { errors = [], code, more } = problem;
  const words = decisionWords[lang];
  // Being asked for the code is the way it goes, no mistake.
  const isStep = code === 'code-required';
  return (
    <Refusal
      tone={isStep ? 'warning' : 'error'}
      title={isStep ? words.codeTitle : words.problemTitle}
      atField={asksForCode(problem)}
    >
      {errors.length === 0 && <p>{problem.message}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map(({ path, message }) => {
            const input = inputOf(path);
            return (
              <li key={`${path} ${message}`}>{input ? <a href={`#${input}`}>{message}</a> : message}</li>
            );
          })}
        </ul>
      )}
      <More lang={lang} more={more} />
    </Refusal>
  );
}

/** What was found about one input, beside it. */
export function Found({ problem, input }: { problem: Refused | undefined; input: string }) {
  const found = foundAt(problem, input);
  if (found.length === 0) return null;
  return (
    <div class="messages" id={messagesOf(input)}>
      {found.map(({ rule, message }) => (
        <p key={`${rule} ${message}`} class="error">
          {message}
        </p>
      ))}
    </div>
  );
}

/** The attributes that tie an input to what was found about it. */
export function foundAttributes(problem: Refused | undefined, input: string, help?: string) {
  const isFound = foundAt(problem, input).length > 0;
  const described = [help, isFound ? messagesOf(input) : undefined].filter((id) => id !== undefined);
  return {
    'aria-invalid': isFound ? ('true' as const) : undefined,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
  };
}
