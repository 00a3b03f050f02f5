import { listFindings } from '../../shared/contract/list-findings.ts';
import { JSON_TYPE, TEXT, WORD } from '../../shared/contract/media-types.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { Imported } from '../../shared/declaration/import/imported.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { inHead, loadMember, memberOfUnit } from '../../shared/identity/member.ts';
import type { Words } from '../../shared/values/language.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import { type Deps, formOf, isImportable } from './deps.ts';
import { ImportPage } from './pages/import-page.tsx';
import { formPage } from './pages.tsx';
import { toldImport } from './told-import.ts';
import { importWords } from './words/imports.ts';

/** A file of last year becomes the content of a form that nothing has been stored of. */

const BEGINS_ARCHIVE = [0x50, 0x4b];
const OBJECT = '{'.charCodeAt(0);

type Kind = 'docx' | 'json' | 'txt';

const kinds: Readonly<Record<string, Kind>> = { [WORD]: 'docx', [JSON_TYPE]: 'json', [TEXT]: 'txt' };

/** What a page hands in says only by its content what it is. */
function kindOfContent(file: Uint8Array): Kind {
  if (BEGINS_ARCHIVE.every((byte, at) => file[at] === byte)) return 'docx';
  return file.find((byte) => byte > 0x20) === OBJECT ? 'json' : 'txt';
}

const kindOf = ({ headers }: Call, file: Uint8Array): Kind =>
  kinds[(headers['content-type'] ?? '').toLowerCase().split(';')[0]?.trim() ?? ''] ?? kindOfContent(file);

const refused = (detail: Words, cause?: unknown): Problem => {
  const errors: Finding[] = [{ rule: 'shape', severity: 'error', path: '', message: detail }];
  return new Problem('invalid-body', { detail, errors, cause });
};

const notChosen: Words = { zh: '请选择文件', en: 'Choose a file' };
const notUtf8: Words = { zh: '文件不是 UTF-8 编码的文本', en: 'The file is no text in UTF-8' };
const otherShape: Words = {
  zh: '这个 JSON 不是申报内容',
  en: 'This JSON is not the content of a declaration',
};

/** @throws Problem `invalid-body` for what is no declaration */
async function importedFrom(call: Call): Promise<Imported> {
  const { file } = call;
  if (!file) throw refused(notChosen);
  // Only who imports a file loads what reads it.
  const [{ importFile }, { ImportRefused }] = await Promise.all([
    import('../../shared/declaration/import/import-file.ts'),
    import('../../shared/declaration/import/refused.ts'),
  ]);
  const kind = kindOf(call, file);
  // The gateway hands text on as UTF-8, and puts this sign where it was none.
  if (kind !== 'docx' && Buffer.from(file).includes('\ufffd')) throw refused(notUtf8);
  try {
    return await importFile(`file.${kind}`, file);
  } catch (error) {
    if (error instanceof ImportRefused) throw refused(error.words, error);
    // JSON of another shape: the importer's schemas say so by their own errors.
    if (kind === 'json' && error instanceof Error) throw refused(otherShape, error);
    throw error;
  }
}

/** @throws Problem `unknown-form` */
async function importable(deps: Deps, call: Pick<Call, 'path'>): Promise<StagedForm> {
  const form = await formOf(deps, call.path.form ?? '');
  if (!isImportable(form.definition)) throw new Problem('unknown-form');
  return form;
}

export async function showImport(deps: Deps, call: Call, why?: string): Promise<Answer> {
  const { definition } = await importable(deps, call);
  const member = await loadMember(deps.database, call.person);
  return {
    status: why === undefined ? 200 : 422,
    page: {
      content: <ImportPage lang={call.lang} definition={definition} {...(why ? { refused: why } : {})} />,
      frame: { title: importWords[call.lang].title, current: 'form', person: inHead(member) },
    },
  };
}

/**
 * Says what a file means as a declaration; for a reader the form with it filled in. Nothing is stored.
 * @throws Problem `unknown-form`, `invalid-body`
 */
export async function postImport(deps: Deps, call: Call): Promise<Answer> {
  const { lang } = call;
  const form = await importable(deps, call);
  const member = await loadMember(deps.database, call.person);
  try {
    const imported = await importedFrom(call);
    const { declaration } = imported;
    const findings = form.check(declaration, memberOfUnit(member).unit.id);
    const told = toldImport(imported, lang);
    return {
      status: 200,
      json: { declaration, ...told, ...listFindings(findings, lang) },
      page: await formPage(deps, call, form, member, {
        declaration,
        unread: {},
        findings,
        imported: told,
      }),
    };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid-body' || call.accepts !== 'html') throw error;
    return showImport(deps, call, error.detail?.[lang] ?? error.message);
  }
}
