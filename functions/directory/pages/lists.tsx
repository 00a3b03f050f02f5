import { Table } from '../../../shared/pages/table.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { Person, Unit } from '../../../shared/workflow/directory.ts';
import { directoryWords, postName } from '../words/directory.ts';

/** A unit in a list, with what it is called that it names. */
export interface ShownUnit extends Unit {
  readonly people: number;
  readonly financeName?: string | undefined;
}

export interface HeldPost {
  readonly unit: string;
  readonly unitName: string;
  readonly post: string;
  /** Or stands in for the holder. */
  readonly isHolder: boolean;
}

/** A person in a list. */
export interface ShownPerson extends Person {
  readonly unitName: string;
  readonly held: readonly HeldPost[];
  /** Away today; with the delegate's name where one is named. */
  readonly away?: { readonly delegateName?: string | undefined } | undefined;
}

export function UnitTable({ lang, units }: { readonly lang: Lang; readonly units: readonly ShownUnit[] }) {
  const words = directoryWords[lang];
  return (
    <Table
      named
      columns={[
        { heading: words.unitName },
        { heading: words.code },
        { heading: words.finance },
        { heading: words.peopleOf, figure: true },
        { heading: words.posts },
      ]}
      rows={units.map((unit) => ({
        key: unit.id,
        cells: [
          <a key="name" href={`/directory/units/${unit.id}`}>
            {unit.name}
          </a>,
          <code key="id" class="id">
            {unit.id}
          </code>,
          unit.financeName,
          unit.people,
          [...new Set((unit.posts ?? []).map(({ post }) => postName(post, lang)))].join(
            common[lang].comma,
          ) || <span class="soft">{words.vacant}</span>,
        ],
      }))}
    />
  );
}

/** An address, which is divided at its sign where it has to be. */
function Mailbox({ address }: { readonly address: string }) {
  const [name = '', host = ''] = address.split(/(?=@)/, 2);
  return (
    <span class="id">
      {name}
      <wbr />
      {host}
    </span>
  );
}

/** The posts of somebody in one line. */
const postsText = (held: readonly HeldPost[], lang: Lang): string =>
  [
    ...new Set(
      held.map(({ post, isHolder }) =>
        isHolder
          ? postName(post, lang)
          : `${postName(post, lang)}${common[lang].inParentheses(directoryWords[lang].standsIn)}`,
      ),
    ),
  ].join(common[lang].comma);

/** @param withUnit not where all are of one unit */
export function PersonTable(props: {
  readonly lang: Lang;
  readonly people: readonly ShownPerson[];
  readonly withUnit: boolean;
}) {
  const { lang, people, withUnit } = props;
  const words = directoryWords[lang];
  return (
    <Table
      named
      columns={[
        { heading: words.name },
        { heading: words.account },
        { heading: words.mailbox },
        ...(withUnit ? [{ heading: words.unit }] : []),
        { heading: words.posts },
        { heading: words.today },
      ]}
      rows={people.map((person) => ({
        key: person.id,
        cells: [
          <a key="name" href={`/directory/people/${person.id}`}>
            {person.name}
          </a>,
          <code key="id" class="id">
            {person.id}
          </code>,
          <Mailbox key="email" address={person.email} />,
          ...(withUnit ? [person.unitName] : []),
          postsText(person.held, lang),
          person.away && (
            <span class="badge warning wraps">
              {person.away.delegateName === undefined
                ? words.absent
                : words.absentWith(person.away.delegateName)}
            </span>
          ),
        ],
      }))}
    />
  );
}
