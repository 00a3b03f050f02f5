import type { FindingView } from '../../../shared/contract/views.ts';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import type { Lang } from '../../../shared/values/language.ts';
import type { Concerned } from '../concerned.ts';
import type { Difference } from '../differences.ts';
import type { PieceForm, Typed } from '../piece-form.ts';
import { directoryWords } from '../words/directory.ts';
import { DifferenceTable } from './differences.tsx';
import { Office } from './office.tsx';
import { HiddenFields } from './piece-fields.tsx';
import { type StageLabel, WaitingList } from './waiting.tsx';

interface ShownChange {
  readonly lang: Lang;
  readonly form: PieceForm;
  readonly title: string;
  readonly version: string;
  /** Where it is posted to. */
  readonly action: string;
  readonly differences: readonly Difference[];
  readonly concerned: Concerned;
  readonly stageLabel: StageLabel;
}

/** What a change will do, before it is done. */
export function ChangePage(props: ShownChange & { readonly typed: Typed }) {
  const { lang, form, title, version, action, differences, typed } = props;
  const words = directoryWords[lang];
  return (
    <Office lang={lang} room={form.kind === 'unit' ? 'units' : 'people'}>
      <h1>{`${words.beforeSaving} · ${title}`}</h1>
      <section class="card">
        {differences.length === 0 ? (
          <p class="empty">{words.unchanged}</p>
        ) : (
          <DifferenceTable lang={lang} differences={differences} now={words.now} later={words.later} />
        )}
      </section>
      {differences.length > 0 && <Effects {...props} />}
      <PostForm action={action} data-unsaved>
        <input type="hidden" name="version" value={version} autocomplete="off" />
        <HiddenFields form={form} typed={typed} />
        <p class="actions">
          {differences.length > 0 && (
            <button type="submit" class="primary" name="intent" value="save">
              {words.save}
            </button>
          )}{' '}
          <button type="submit" name="intent" value="edit">
            {words.edit}
          </button>
        </p>
      </PostForm>
    </Office>
  );
}

/** What will be gone, and what stands against it. */
export function RemovalPage(
  props: ShownChange & { readonly findings: readonly FindingView[]; readonly back: string },
) {
  const { lang, form, title, version, action, differences, findings, back } = props;
  const words = directoryWords[lang];
  return (
    <Office lang={lang} room={form.kind === 'unit' ? 'units' : 'people'}>
      <h1>{`${words.beforeRemoving} · ${title}`}</h1>
      {findings.length > 0 && (
        <Refusal title={words.refusedRemoval}>
          <ul>
            {findings.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </Refusal>
      )}
      <section class="card">
        <DifferenceTable lang={lang} differences={differences} now={words.now} later={words.later} />
      </section>
      <Effects {...props} />
      <PostForm action={action}>
        <input type="hidden" name="version" value={version} autocomplete="off" />
        <p class="actions">
          {findings.length === 0 && (
            <button type="submit" class="danger" name="intent" value="save">
              {words.removeDo}
            </button>
          )}{' '}
          <a class="button" href={back}>
            {words.cancel}
          </a>
        </p>
      </PostForm>
    </Office>
  );
}

function Effects({ lang, concerned, stageLabel }: Pick<ShownChange, 'lang' | 'concerned' | 'stageLabel'>) {
  const words = directoryWords[lang];
  const { waiting, goingOn, isMore } = concerned;
  return (
    <section class="card">
      <h2>{words.effects}</h2>
      {waiting.count + goingOn === 0 && !isMore && <p class="empty">{words.noEffects}</p>}
      {goingOn > 0 && <p>{words.goOn(goingOn)}</p>}
      {waiting.count > 0 && (
        <>
          <p>{words.concerned(waiting.count)}</p>
          <WaitingList lang={lang} waiting={waiting} stageLabel={stageLabel} />
        </>
      )}
      {isMore && <p>{words.concernedMore}</p>}
    </section>
  );
}
