import { fieldId } from '../../../../shared/forms/places.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import type { Lang } from '../../../../shared/values/language.ts';

interface BelongingProps {
  readonly lang: Lang;
  readonly belonging: readonly { readonly path: string; readonly text: string }[];
}

/** Rows of another list, each a link to it. */
export const Belonging = ({ lang, belonging }: BelongingProps) => (
  <>
    {belonging.map(({ path, text }, index) => (
      <span key={path}>
        {index > 0 && common[lang].semicolon}
        <a href={`#${fieldId(path)}`}>{text}</a>
      </span>
    ))}
  </>
);
