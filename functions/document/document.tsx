import { PDF, TEXT, WORD } from '../../shared/contract/media-types.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { DocumentParameters, documentRows } from '../../shared/contract/routes/document.ts';
import { type Checked, DocumentPage } from '../../shared/document/document-page.tsx';
import { attachment, fileNameOf } from '../../shared/document/file-name.ts';
import { makeDocument } from '../../shared/document/make-document.ts';
import type { OfficialDocument } from '../../shared/document/model.ts';
import { documentWords } from '../../shared/document/words.ts';
import type { Answer, Call, Handlers } from '../../shared/http/endpoint.ts';
import { inHead, loadMember, type Member } from '../../shared/identity/member.ts';
import { withNumber } from '../../shared/pages/words/common.ts';
import { isOfOwnUnit, maskForReader, mayRead } from '../../shared/project/access.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import type { Database } from '../../shared/store/database.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import { loadSource } from './source.ts';

interface Deps {
  readonly database: Database;
  readonly baseUrl: string;
  readonly now: () => Date;
}

/** @throws Problem `not-found` */
async function open(deps: Deps, call: Call<unknown, unknown>): Promise<{ loaded: Loaded; member: Member }> {
  const id = call.path.id ?? '';
  const loaded = looksLikeProjectId(id) ? await loadProject(deps.database, id) : null;
  if (!loaded) throw new Problem('not-found');
  const member = await loadMember(deps.database, call.person);
  if (!(await mayRead(loaded, member, deps.now()))) throw new Problem('not-found');
  return { loaded, member };
}

/** What the hash on a paper is of. */
function checkedBy(
  { requests }: Loaded,
  shown: string | null,
  hash: string | undefined,
): Checked | undefined {
  if (hash === undefined) return undefined;
  if (hash === shown) return { is: 'same' };
  const earlier = requests.find(({ contentHash }) => contentHash === hash);
  return earlier ? { is: 'earlier', revision: earlier.revision } : { is: 'unknown' };
}

/** What each takes to make is loaded when one is asked for. */
const files = {
  docx: async (document: OfficialDocument) => {
    const { makeWordFile } = await import('../../shared/document/word-file.ts');
    return { bytes: await makeWordFile(document), type: WORD };
  },
  pdf: async (document: OfficialDocument) => {
    const { pdfOf } = await import('./pdf.ts');
    return { bytes: await pdfOf(document), type: PDF };
  },
  txt: async (document: OfficialDocument) => {
    const { makeTextFile } = await import('../../shared/document/text-file.ts');
    return { bytes: makeTextFile(document), type: `${TEXT}; charset=utf-8` };
  },
};

async function show(deps: Deps, call: Call<unknown, DocumentParameters>): Promise<Answer> {
  const { loaded, member } = await open(deps, call);
  const { id } = loaded.record;
  const source = await loadSource(deps.database, loaded, deps.baseUrl, {
    mask: await maskForReader(deps.database, loaded, member),
    own: isOfOwnUnit(loaded, member),
  });
  const document = makeDocument(source);
  const { format } = call.query;
  if (format !== undefined) {
    return {
      status: 200,
      headers: { 'content-disposition': attachment(fileNameOf(document, format), `${id}.${format}`) },
      file: await files[format](document),
    };
  }
  return {
    status: 200,
    page: {
      content: (
        <DocumentPage
          lang={call.lang}
          document={document}
          projectHref={`/projects/${id}`}
          checked={checkedBy(loaded, source.contentHash, call.query.hash)}
        />
      ),
      frame: {
        title: documentWords[call.lang].title,
        about: withNumber(document.title, id, call.lang),
        style: 'document',
        person: inHead(member),
      },
    },
  };
}

/** This function's part of the contract at the edge. */
export const documentHandlers = (deps: Deps): Handlers<typeof documentRows> => ({
  'GET /projects/{id}/document': (call) => show(deps, call),
});
