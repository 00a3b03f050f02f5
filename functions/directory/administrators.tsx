import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { administratorsBody } from '../../shared/contract/routes/directory.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { contentVersion } from '../../shared/http/version.ts';
import { loadMember, type Member } from '../../shared/identity/member.ts';
import { peopleWith } from '../../shared/store/directory/part.ts';
import type { Deps } from './deps.ts';
import { lookAhead } from './edited.ts';
import { AdministratorsLook, AdministratorsPage } from './pages/administrators-page.tsx';
import { frameOf, namedAdministrators, type Page } from './pages.tsx';
import { administrators, changePiece } from './pieces.ts';
import { idFor } from './references.ts';
import { directoryWords } from './words/directory.ts';

/** Who administers, said on a page. */

interface Shown {
  readonly typed?: string;
  readonly findings?: readonly Finding[];
  readonly isStale?: boolean;
  readonly isSaved?: boolean;
}

export async function administratorsPage(
  member: Member,
  { lang }: Pick<Call, 'lang'>,
  { typed, findings = [], isStale = false, isSaved = false }: Shown,
): Promise<Page> {
  const stored = member.directory;
  return {
    content: (
      <AdministratorsPage
        lang={lang}
        administrators={await namedAdministrators(stored)}
        typed={typed ?? stored.administrators.join('\n')}
        version={contentVersion(stored.administrators)}
        findings={listFindings(findings, lang).findings}
        isStale={isStale}
        isSaved={isSaved}
      />
    ),
    frame: frameOf(member, directoryWords[lang].administrators),
  };
}

/** Who will administer, before it is saved. */
async function lookPage(
  member: Member,
  { lang, form }: Call<undefined, unknown, 'version' | 'people' | 'intent'>,
  ids: readonly string[],
): Promise<Page> {
  const { directory } = member;
  const people = await peopleWith(directory, ids);
  return {
    content: (
      <AdministratorsLook
        lang={lang}
        before={await namedAdministrators(directory)}
        after={ids.map((id) => ({ id, name: people.get(id)?.name ?? id }))}
        version={form?.get('version') ?? ''}
      />
    ),
    frame: frameOf(member, directoryWords[lang].beforeSaving),
  };
}

/** Shows what a change of the list does, then saves it. @throws Problem `version-required` */
export const administratorsSaved: Answer = {
  status: 303,
  location: '/directory/administrators?notice=saved',
};

export async function postAdministrators(
  deps: Deps,
  call: Call<undefined, unknown, 'version' | 'people' | 'intent'>,
): Promise<Answer> {
  if (!call.form?.has('version')) throw new Problem('version-required');
  const member = await loadMember(deps.database, call.person);
  const typed = call.form?.get('people') ?? '';
  const lines = typed.split(/\r?\n/).flatMap((line) => line.trim() || []);
  const found = await Promise.all(
    lines.map((line, index) => idFor(member.directory, 'person', line, `/administrators/${index}`)),
  );
  const findings = found.flatMap(({ finding }) => finding ?? []);
  const shown = async (more: Shown, status: number): Promise<Answer> => ({
    status,
    page: await administratorsPage(await loadMember(deps.database, call.person), call, { typed, ...more }),
  });
  const ids = administratorsBody.safeParse([...new Set(found.map(({ id }) => id))]);
  if (findings.length > 0 || !ids.success) return shown({ findings }, 422);
  const against = (await lookAhead(deps, member, administrators.change('', ids.data))).findings;
  if (against.length > 0) return shown({ findings: against }, 422);
  const intent = call.form?.get('intent');
  if (intent === 'edit') return shown({}, 200);
  if (intent !== 'save') return { status: 200, page: await lookPage(member, call, ids.data) };
  try {
    await changePiece(deps, call, administrators, '', ids.data);
  } catch (error) {
    if (error instanceof Problem && error.code === 'stale-version') return shown({ isStale: true }, 412);
    if (error instanceof Problem && error.errors) return shown({ findings: error.errors }, 422);
    throw error;
  }
  return administratorsSaved;
}
