import type { Lang } from '../../../shared/values/language.ts';
import type { Canned } from '../canned.ts';
import { decisionWords } from '../words/decision.ts';

interface CannedProps {
  readonly lang: Lang;
  readonly canned: Canned;
  /** As it was posted. */
  readonly chosen?: string | undefined;
}

/** 常用意见: what is chosen fills the opinion below it; without a script it is taken where that is left empty. */
export function CannedSelect({ lang, canned: { own, office }, chosen }: CannedProps) {
  const words = decisionWords[lang];
  if (own.length + office.length === 0) return null;
  return (
    <>
      <label for="canned">{words.canned}</label>
      <select id="canned" name="canned" autocomplete="off" aria-describedby="canned-help">
        <option value="">{words.cannedNone}</option>
        <Group label={words.cannedOwn} opinions={own} chosen={chosen} />
        <Group label={words.cannedOffice} opinions={office} chosen={chosen} />
      </select>
      <p class="help" id="canned-help">
        {words.cannedHelp}
      </p>
    </>
  );
}

const Group = ({
  label,
  opinions,
  chosen,
}: Pick<CannedProps, 'chosen'> & { readonly label: string; readonly opinions: Canned['own'] }) =>
  opinions.length === 0 ? null : (
    <optgroup label={label}>
      {opinions.map((text) => (
        <option key={text} value={text} selected={text === chosen}>
          {text}
        </option>
      ))}
    </optgroup>
  );
