import type { FilesField } from '../../../shared/forms/definition.ts';
import { fieldId, messagesId } from '../../../shared/forms/places.ts';
import { acceptOf } from '../../../shared/pages/attaching/accepted.ts';
import { AttachField } from '../../../shared/pages/attaching/attach-field.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { attachingWords } from '../../../shared/pages/words/attaching.ts';
import { type AttachedFile, attachmentIdOf } from '../../../shared/values/attached-file.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { DecisionPageProps } from './decision-page-props.ts';
import { Found } from './found.tsx';
import type { Refused, Typed } from './typed.ts';

interface SuppliedFilesProps {
  readonly lang: Lang;
  readonly field: FilesField;
  readonly pointer: string;
  readonly attaching: NonNullable<DecisionPageProps['attaching']>;
  readonly typed: Typed | undefined;
  readonly problem: Refused | undefined;
  /** The label stands as the heading above. */
  readonly quiet: boolean;
}

/** The form beside the decision's that takes a file where no script does: a form cannot stand in another. */
const formId = (key: string): string => `attach-${key}`;

/** What a form that was refused had; else all that was attached for this decision so far. */
function inputsOf({ pointer, attaching: { own }, typed }: SuppliedFilesProps) {
  const known = new Map(own.map((file) => [attachmentIdOf(file), file]));
  const posted = Object.entries(typed?.supplied ?? {}).flatMap(([path, id]) =>
    path.startsWith(`${pointer}/`) ? [id] : [],
  );
  const ids = typed?.supplied ? posted : [...known.keys()];
  return ids.map((id, index) => ({ pointer: `${pointer}/${index}`, id, ...fileAt(known, id) }));
}

const fileAt = (known: ReadonlyMap<string, AttachedFile>, id: string) => {
  const file = known.get(id);
  return file ? { file } : {};
};

/** Minutes and other files that a decider sends with the decision. */
export function SuppliedFiles(props: SuppliedFilesProps) {
  const { lang, field, pointer, attaching, problem } = props;
  return (
    <AttachField
      lang={lang}
      field={field}
      pointer={pointer}
      inputs={inputsOf(props)}
      files={attaching.files}
      mostBytes={attaching.mostBytes}
      quiet={props.quiet}
      removeBy={formId(field.key)}
      without={<Choose lang={lang} field={field} />}
    >
      <div id={messagesId(pointer)}>
        <Found problem={problem} input={fieldId(pointer)} />
      </div>
    </AttachField>
  );
}

function Choose({ lang, field: { key, types } }: { lang: Lang; field: FilesField }) {
  const words = attachingWords[lang];
  const input = `${formId(key)}-file`;
  return (
    <>
      <button type="button" class="with-script" data-attach>
        {words.add}
      </button>
      <span class="without-script">
        <label for={input}>{words.uploadPlain}</label>
        <input id={input} type="file" name="file" form={formId(key)} accept={acceptOf(types)} required />
        <button type="submit" form={formId(key)}>
          {words.uploadDo}
        </button>
        <span class="soft">{words.uploadBefore}</span>
      </span>
    </>
  );
}

/** The forms that the inputs above belong to. */
export const AttachForms = ({ action, stage }: Pick<DecisionPageProps, 'action' | 'stage'>) => (
  <>
    {(stage.supplies ?? [])
      .filter(({ kind }) => kind === 'files')
      .map(({ key }) => (
        <PostForm key={key} id={formId(key)} action={`${action}/attachments`} encType="multipart/form-data">
          <input type="hidden" name="at" value={key} />
        </PostForm>
      ))}
  </>
);
