import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { administratorsBody } from '../../shared/contract/routes/directory.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { contentVersion } from '../../shared/http/version.ts';
import { loadMember, type Member } from '../../shared/identity/member.ts';
import type { Deps } from './deps.ts';
import { AdministratorsPage } from './pages/administrators-page.tsx';
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

/** @throws Problem `version-required` */
export async function postAdministrators(
  deps: Deps,
  call: Call<undefined, unknown, 'version' | 'people'>,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const typed = call.form?.get('people') ?? '';
  const lines = typed.split(/\r?\n/).flatMap((line) => line.trim() || []);
  const found = await Promise.all(
    lines.map((line, index) => idFor(member.directory, 'person', line, `/administrators/${index}`)),
  );
  const findings = found.flatMap(({ finding }) => finding ?? []);
  const refused = async (shown: Shown, status: number): Promise<Answer> => ({
    status,
    page: await administratorsPage(await loadMember(deps.database, call.person), call, { typed, ...shown }),
  });
  const ids = administratorsBody.safeParse([...new Set(found.map(({ id }) => id))]);
  if (findings.length > 0 || !ids.success) return refused({ findings }, 422);
  try {
    await changePiece(deps, call, administrators, '', ids.data);
  } catch (error) {
    if (error instanceof Problem && error.code === 'stale-version') return refused({ isStale: true }, 412);
    if (error instanceof Problem && error.errors) return refused({ findings: error.errors }, 422);
    throw error;
  }
  return { status: 303, location: '/directory/administrators?notice=saved' };
}
