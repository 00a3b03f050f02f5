import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { loadMember, type Member } from '../../shared/identity/member.ts';
import { looksLikeHash } from '../../shared/store/bound-store.ts';
import type { DirectoryChange } from '../../shared/store/directory/with-change.ts';
import type { Lang } from '../../shared/values/language.ts';
import { causeOf, type Deps, problemOf } from './deps.ts';
import { differencesBetween } from './differences.ts';
import { ImportPage } from './pages/import-page.tsx';
import { PreviewPage, type ShownFinding, type ShownLine } from './pages/preview-page.tsx';
import { frameOf, type Page } from './pages.tsx';
import { changeOffice } from './removed-units.ts';
import { keepPreview, loadPreview, type Preview, previewOf } from './tables/preview.ts';
import { rowsOfFile, rowsOfText } from './tables/read-table.ts';
import { linesOf } from './tables/table-lines.ts';
import { directoryWords } from './words/directory.ts';

/** Units or people from a table: first what would change, then exactly that. */

const ROW = /^\/rows\/(\d+)(.*)$/;

function shownFindings(findings: readonly Finding[], lang: Lang) {
  const listed = listFindings(findings, lang);
  return {
    findings: listed.findings
      .map(({ path, message }): ShownFinding => {
        const [, row, rest = path] = ROW.exec(path) ?? [];
        return { row: row === undefined ? null : Number(row), path: rest, message };
      })
      .toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)),
    ...(listed.moreFindings === undefined ? {} : { moreFindings: listed.moreFindings }),
  };
}

function shownLines({ form, lines, names }: Preview, lang: Lang): ShownLine[] {
  return lines.map(({ row, before, after }) => ({
    row,
    id: (after ?? before)?.id ?? '',
    name: (after ?? before)?.name ?? '',
    what: before === null ? 'added' : after === null ? 'removed' : 'changed',
    differences: differencesBetween(form, before, after, names, lang),
  }));
}

/** What is imported: a file, or what was pasted. @throws Problem `invalid-body` */
async function rowsIn({ file, form }: Pick<Call, 'file' | 'form'>): Promise<string[][]> {
  if (file) return rowsOfFile(file);
  const text = form?.get('text') ?? '';
  if (text.trim() !== '') return rowsOfText(text);
  const detail = { zh: '请选择文件，或粘贴表格内容', en: 'Choose a file, or paste the rows of a table' };
  throw new Problem('invalid-body', {
    detail,
    errors: [{ rule: 'required', severity: 'error', path: '', message: detail }],
  });
}

const importPage = (member: Member, lang: Lang, refused?: string): Page => ({
  content: <ImportPage lang={lang} {...(refused === undefined ? {} : { refused })} />,
  frame: frameOf(member, directoryWords[lang].imports),
});

export async function showImport(deps: Deps, { person, lang }: Call): Promise<Answer> {
  return { status: 200, page: importPage(await loadMember(deps.database, person), lang) };
}

type ImportCall = Call<undefined, { removeMissing?: '1' | undefined }, 'text' | 'removeMissing'>;

/**
 * Says what a table would change. Nothing is changed: what would be is kept under the hash that is answered.
 * @throws Problem `invalid-body` where it is no table of a directory
 */
export async function postImport(deps: Deps, call: ImportCall): Promise<Answer> {
  const { lang } = call;
  const member = await loadMember(deps.database, call.person);
  const stored = member.directory;
  const removeMissing = call.query.removeMissing === '1' || call.form?.get('removeMissing') === '1';
  try {
    const preview = await previewOf(stored, linesOf(await rowsIn(call)), removeMissing, deps.now());
    const holds = preview.findings.length === 0 && preview.lines.length > 0;
    const shown = {
      hash: holds ? await keepPreview(deps.database, stored, preview.change, deps.now()) : null,
      kind: preview.form.kind,
      lines: shownLines(preview, lang),
      unchanged: preview.unchanged,
      ignored: [...preview.ignored],
      ...shownFindings(preview.findings, lang),
    };
    return {
      status: 200,
      json: shown,
      page: {
        content: <PreviewPage lang={lang} {...shown} />,
        frame: frameOf(member, directoryWords[lang].previewTitle),
      },
    };
  } catch (error) {
    // What is no table is said on the page from which it came.
    if (!(error instanceof Problem) || call.accepts !== 'html') throw error;
    return { status: error.status, page: importPage(member, lang, error.detail?.[lang] ?? error.message) };
  }
}

const appliedOf = (call: Call, { units, people }: DirectoryChange): Answer =>
  call.accepts === 'html'
    ? { status: 303, location: '/directory?notice=applied' }
    : { status: 200, json: { applied: units.size + people.size } };

/** @throws Problem `not-found` */
async function demandPreview({ database, now }: Deps, { path: { hash = '' } }: Call) {
  const preview = looksLikeHash(hash) ? await loadPreview(database, hash, now()) : null;
  if (!preview) throw new Problem('not-found');
  return preview;
}

/** What was applied, told again. @throws Problem `not-found` */
export async function appliedAgain(deps: Deps, call: Call): Promise<Answer> {
  return appliedOf(call, (await demandPreview(deps, call)).change);
}

/**
 * Applies exactly what a preview said, while the directory is still the one that it was made over.
 * @throws Problem `not-found`, `stale-version`, `invalid-body`
 */
export async function applyImport(deps: Deps, call: Call): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const stored = member.directory;
  const { version, change } = await demandPreview(deps, call);
  if (version !== stored.version) throw new Problem('stale-version');
  try {
    await changeOffice(deps.database, stored, change, await causeOf(deps, call, stored));
  } catch (error) {
    throw problemOf(error);
  }
  return appliedOf(call, change);
}
