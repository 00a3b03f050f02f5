import { Problem } from '../../shared/contract/problem.ts';
import type { DocumentParameters, documentRows } from '../../shared/contract/routes/document.ts';
import { type Checked, DocumentPage } from '../../shared/document/document-page.tsx';
import { attachment, fileNameOf } from '../../shared/document/file-name.ts';
import { makeDocument } from '../../shared/document/make-document.ts';
import type { Answer, Call, Handlers } from '../../shared/http/endpoint.ts';
import { loadMember, type Member } from '../../shared/identity/member.ts';
import { isOfOwnUnit, maskForReader, mayRead } from '../../shared/project/access.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import type { Database } from '../../shared/store/database.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import { loadSource } from './source.ts';

interface Deps {
  readonly database: Database;
  readonly baseUrl: string;
}

/** @throws Problem `not-found` */
async function open(deps: Deps, call: Call<unknown, unknown>): Promise<{ loaded: Loaded; member: Member }> {
  const id = call.path.id ?? '';
  const loaded = looksLikeProjectId(id) ? await loadProject(deps.database, id) : null;
  if (!loaded) throw new Problem('not-found');
  const member = await loadMember(deps.database, call.person);
  if (!mayRead(loaded, member)) throw new Problem('not-found');
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

async function show(deps: Deps, call: Call<unknown, DocumentParameters>): Promise<Answer> {
  const { loaded, member } = await open(deps, call);
  const { id } = loaded.record;
  const source = await loadSource(deps.database, loaded, deps.baseUrl, {
    mask: await maskForReader(deps.database, loaded, member),
    own: isOfOwnUnit(loaded, member),
  });
  const document = makeDocument(source);
  if (call.query.format === 'docx') {
    const { WORD_TYPE, makeWordFile } = await import('../../shared/document/word-file.ts');
    const name = attachment(fileNameOf(document, 'docx'), `${id}.docx`);
    return {
      status: 200,
      headers: { 'content-disposition': name },
      file: { bytes: await makeWordFile(document), type: WORD_TYPE },
    };
  }
  const { principal, person, unit } = member;
  return {
    status: 200,
    page: {
      content: (
        <DocumentPage
          lang={call.lang}
          document={document}
          projectHref={`/projects/${id}`}
          wordHref={`/projects/${id}/document?format=docx`}
          checked={checkedBy(loaded, source.contentHash, call.query.hash)}
        />
      ),
      frame: {
        title: document.title,
        style: 'document',
        person: {
          name: person?.name ?? principal.name,
          ...(unit ? { unitName: unit.name } : {}),
          roles: principal.roles,
        },
      },
    },
  };
}

/** This function's part of the contract at the edge. */
export const documentHandlers = (deps: Deps): Handlers<typeof documentRows> => ({
  'GET /projects/{id}/document': (call) => show(deps, call),
});
