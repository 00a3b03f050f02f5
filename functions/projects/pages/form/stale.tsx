import { changesBetween } from '../../../../shared/forms/changes.ts';
import type { FormDefinition } from '../../../../shared/forms/definition.ts';
import type { Reading } from '../../../../shared/forms/form-data.ts';
import { fieldOf, placeOf } from '../../../../shared/forms/places.ts';
import { Table } from '../../../../shared/pages/table.tsx';
import { common } from '../../../../shared/pages/words/common.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { clockOf } from '../../../../shared/values/when.ts';
import { formWords } from '../../words/form.ts';
import { textInUnit } from './amount-text.ts';

type Version = { readonly declaration: unknown; readonly unread: Readonly<Reading['unread']> };

interface StaleProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly projectId: string;
  readonly savedAt: string | null;
  readonly mine: Version;
  readonly theirs: Version;
}

/** Two people changed one draft: what differs, field by field, and which of the two shall stay. */
export function Stale({ lang, definition, projectId, savedAt, mine, theirs }: StaleProps) {
  const words = formWords[lang];
  const none = common[lang].inParentheses(common[lang].none).trim();
  const changes = changesBetween(definition, theirs.declaration, mine.declaration);
  const paths = new Set([
    ...changes.map(({ path }) => path),
    ...Object.keys(mine.unread),
    ...Object.keys(theirs.unread),
  ]);
  const text = ({ unread }: Version, path: string, value: unknown) =>
    unread[path] ?? (textInUnit(fieldOf(definition, path), value, lang) || none);
  const rows = [...paths].map((path) => {
    const change = changes.find((one) => one.path === path);
    return {
      key: path,
      cells: [
        placeOf(definition, path, lang),
        text(mine, path, change?.after),
        text(theirs, path, change?.before),
      ],
    };
  });
  return (
    <section class="callout warning" role="alert" data-stale tabindex={-1} id="stale" autofocus>
      <h2>{words.staleTitle}</h2>
      <p>
        {savedAt && words.staleAt(clockOf(savedAt))}
        {rows.length > 0 ? words.staleDiffers : words.staleSame}
      </p>
      {rows.length > 0 && (
        <Table
          named
          columns={[{ heading: words.staleField }, { heading: words.mine }, { heading: words.theirs }]}
          rows={rows}
        />
      )}
      <p class="links">
        <button type="submit" name="intent" value="save">
          {words.keepMine}
        </button>{' '}
        <a class="button" href={`/projects/${projectId}`} data-take-theirs>
          {words.takeTheirs}
        </a>
      </p>
    </section>
  );
}
