import { Table } from '../../../shared/pages/table.tsx';
import type { Lang } from '../../../shared/values/language.ts';
import type { Waiting } from '../concerned.ts';
import { directoryWords, postName } from '../words/directory.ts';
import { type HeldPost, PersonTable, type ShownPerson } from './lists.tsx';
import { TransferForm } from './transfer.tsx';
import { type StageLabel, WaitingList } from './waiting.tsx';

/** What stands around a unit or person, below what of it can be changed. */

interface AroundPersonProps {
  readonly lang: Lang;
  /** Their id. */
  readonly person: string;
  readonly held: readonly HeldPost[];
  /** Whose absences name the person. */
  readonly standsInFor: readonly { readonly id: string; readonly name: string }[];
  readonly waiting: Waiting;
  readonly stageLabel: StageLabel;
}

/** The posts of a person, for whom they stand in, and what waits for them. */
export function AroundPerson(props: AroundPersonProps) {
  const { lang, person, held, standsInFor, waiting, stageLabel } = props;
  const words = directoryWords[lang];
  return (
    <>
      <section class="card">
        <h2>
          {words.waiting} {waiting.count > 0 && <span class="badge info">{waiting.count}</span>}
        </h2>
        {waiting.count === 0 ? (
          <p class="empty">{words.nothingWaits}</p>
        ) : (
          <>
            <WaitingList lang={lang} waiting={waiting} stageLabel={stageLabel} />
            <TransferForm lang={lang} person={person} count={waiting.count} />
          </>
        )}
      </section>
      <section class="card">
        <h2>{words.postsHeld}</h2>
        {held.length === 0 ? (
          <p class="empty">{words.noPosts}</p>
        ) : (
          <Table
            named
            columns={[{ heading: words.unitName }, { heading: words.posts }, { heading: words.as }]}
            rows={held.map(({ unit, unitName, post, isHolder }) => ({
              key: `${unit} ${post} ${isHolder}`,
              cells: [
                <a key="unit" href={`/directory/units/${unit}`}>
                  {unitName}
                </a>,
                postName(post, lang),
                isHolder ? words.holds : words.standsIn,
              ],
            }))}
          />
        )}
      </section>
      <section class="card">
        <h2>{words.standsInFor}</h2>
        {standsInFor.length === 0 ? (
          <p class="empty">{words.standsInForNobody}</p>
        ) : (
          <ul class="plain-list">
            {standsInFor.map(({ id, name }) => (
              <li key={id}>
                <a href={`/directory/people/${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

interface AroundUnitProps {
  readonly lang: Lang;
  readonly members: readonly ShownPerson[];
  /** How many there are in all. */
  readonly count: number;
}

/** The people of a unit. */
export function AroundUnit({ lang, members, count }: AroundUnitProps) {
  const words = directoryWords[lang];
  return (
    <section class="card">
      <h2>
        {words.members} {count > 0 && <span class="badge">{count}</span>}
      </h2>
      {count === 0 ? (
        <p class="empty">{words.noMembers}</p>
      ) : (
        <PersonTable lang={lang} people={members} withUnit={false} />
      )}
      {count > members.length && <p class="soft">{words.membersMore(count - members.length)}</p>}
    </section>
  );
}
