import type { FailedMailLine } from '../../shared/contract/views.ts';
import { type Addressee, addresseesWith } from '../../shared/effects/mail/addressees.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { contentVersion } from '../../shared/http/version.ts';
import { loadMember } from '../../shared/identity/member.ts';
import { type FailedMail, failedMails } from '../../shared/project/failed-mails.ts';
import { titlesOf } from '../../shared/project/personal-data.ts';
import { requestsAsking } from '../../shared/project/waiting-for.ts';
import { hashedMailbox } from '../../shared/workflow/rerouting.ts';
import type { Deps } from './deps.ts';
import { type Correction, FailedMailsPage, type Unreached } from './pages/failed-mails-page.tsx';
import { frameOf, stageLabelIn, suggestionsFor } from './pages.tsx';
import { personForm, typedOf, unitForm } from './piece-form.ts';
import { directoryWords } from './words/directory.ts';

/** The mails that did not arrive and still should. */

function lineOf(failed: FailedMail, titles: ReadonlyMap<string, string>, to?: Addressee): FailedMailLine {
  const { person, name, projectId, stage, revision, asked, reason, at, mailbox } = failed;
  return {
    person,
    name: to?.name ?? name,
    address: to?.email ?? null,
    corrected: to?.email !== undefined && hashedMailbox(to.email) !== mailbox,
    projectId,
    title: titles.get(projectId) ?? '',
    stage: stage ?? null,
    revision: revision ?? null,
    asks: asked,
    reason,
    at,
  };
}

/** What the address is corrected in: a person, or the unit whose mailbox it is. */
function correctionOf({ of }: Addressee): Correction {
  const [form, piece, list, key] =
    'person' in of
      ? ([personForm, of.person, '/directory/people', 'email'] as const)
      : ([unitForm, of.unit, '/directory/units', 'contact'] as const);
  const { fields, rows } = typedOf(form, piece);
  const { [key]: address = '', ...others } = fields;
  return {
    form,
    address,
    key,
    href: `${list}/${piece.id}`,
    version: contentVersion(piece),
    typed: { fields: others, rows },
  };
}

type ListCall = Call<unknown, { readonly limit: number; readonly cursor?: string | undefined }>;

/** Those of a page by whom they did not reach, with what can be done about it. */
async function unreachedIn(
  deps: Deps,
  lines: readonly FailedMailLine[],
  known: ReadonlyMap<string, Addressee>,
): Promise<Unreached[]> {
  const groups = [...Map.groupBy(lines, ({ person }) => person)];
  return Promise.all(
    groups.map(async ([person, mails]) => {
      const to = known.get(person);
      return {
        person,
        name: mails[0]?.name ?? person,
        mails,
        correction: to && correctionOf(to),
        waiting: (await requestsAsking(deps.database, person)).length,
      };
    }),
  );
}

export async function showFailedMails(deps: Deps, call: ListCall): Promise<Answer> {
  const { lang, query } = call;
  const member = await loadMember(deps.database, call.person);
  const { found, last = null } = await failedMails(deps.database, query.cursor, query.limit);
  const [known, titles] = await Promise.all([
    addresseesWith(member.directory, [...new Set(found.map(({ person }) => person))]),
    titlesOf(
      deps.database,
      found.map(({ projectId }) => projectId),
    ),
  ]);
  const lines = found.map((one) => lineOf(one, titles, known.get(one.person)));
  if (call.accepts !== 'html') return { status: 200, json: { failedMails: lines, next: last } };
  const units = [...known.values()].map(({ of }) => ('person' in of ? of.person.unit : of.unit.id));
  return {
    status: 200,
    page: {
      content: (
        <FailedMailsPage
          lang={lang}
          unreached={await unreachedIn(deps, lines, known)}
          suggestions={await suggestionsFor(member.directory, units)}
          nextHref={
            last === null
              ? undefined
              : `/directory/failed-mails?${new URLSearchParams({ limit: String(query.limit), cursor: last })}`
          }
          stageLabel={await stageLabelIn(deps, lang)}
        />
      ),
      frame: frameOf(member, directoryWords[lang].failedMails),
    },
  };
}
