import type { FormDefinition } from '../../forms/definition.ts';
import { type FileAt, filesIn } from '../../forms/files-in.ts';
import { placeOf } from '../../forms/places.ts';
import type { Lang } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';
import { FileLinks } from './file-links.tsx';
import type { FilesShown } from './files-shown.ts';

interface FilesCardProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly declaration: unknown;
  readonly files: FilesShown;
}

/** All files of a declaration in one place, each list under what it belongs to; nothing where there are none. */
export function FilesCard({ lang, definition, declaration, files }: FilesCardProps) {
  const found = filesIn(definition, declaration);
  if (found.length === 0) return null;
  return (
    <section class="card files-card">
      <h2>{attachingWords[lang].attachmentsOf(found.length)}</h2>
      {[...Map.groupBy(found, fieldOf)].map(([pointer, there]) => (
        <div key={pointer}>
          <h3 class="soft">{placeOf(definition, pointer, lang)}</h3>
          <FileLinks lang={lang} value={there.map(({ file }) => file)} files={files} beside />
        </div>
      ))}
    </section>
  );
}

/** The field that a file stands in. */
const fieldOf = ({ pointer }: FileAt): string => pointer.slice(0, pointer.lastIndexOf('/'));
