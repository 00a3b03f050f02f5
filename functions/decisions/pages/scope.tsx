import { linesOf } from '../../../shared/forms/cuts.ts';
import type { FormDefinition, Section } from '../../../shared/forms/definition.ts';
import { numeral } from '../../../shared/pages/numeral.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import { decisionWords } from '../words/decision.ts';

interface ScopeProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly declaration: unknown;
  /** The values of the checkboxes that were checked. */
  readonly picked: readonly string[];
}

const pointersOf = (section: Section): string => section.fields.map(({ key }) => `/${key}`).join(' ');

/** The parts that a return opens: whole sections, or single lines of the plan. */
export function Scope({ lang, definition, declaration, picked }: ScopeProps) {
  const words = decisionWords[lang];
  const list = definition.totals?.list;
  return (
    <details class="scope" open={picked.length > 0}>
      <summary>
        {words.scope} <span class="soft">{words.scopeDefault}</span>
      </summary>
      <fieldset>
        <legend class="vh">{words.scope}</legend>
        {definition.sections.map((section) => {
          const pointers = pointersOf(section);
          return (
            <div key={section.id}>
              <Part value={pointers} picked={picked}>
                {`${numeral(section.number, lang)} ${say(section.title, lang)}`.trim()}
              </Part>
              {list !== undefined && pointers.split(' ').includes(list) && (
                <div class="lines-of">
                  {linesOf(definition, declaration).map(({ name }, index) => (
                    <Part key={`${list}/${index}`} value={`${list}/${index}`} picked={picked}>
                      {words.scopeLine(index + 1, name)}
                    </Part>
                  ))}
                </div>
              )}
            </div>
          );
        })}
      </fieldset>
    </details>
  );
}

function Part({ value, picked, children }: { value: string; picked: readonly string[]; children: string }) {
  const id = `open-${value.replaceAll(' ', '')}`;
  return (
    <p class="check">
      <input type="checkbox" id={id} name="fields" value={value} checked={picked.includes(value)} />
      <label for={id}>{children}</label>
    </p>
  );
}
