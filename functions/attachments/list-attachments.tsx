import { attachmentViewOf } from '../../shared/attachments/view.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { problemView } from '../../shared/contract/problem.ts';
import type { AttachmentView } from '../../shared/contract/views.ts';
import type { FileAt } from '../../shared/forms/files-in.ts';
import { placeOf } from '../../shared/forms/places.ts';
import { covers } from '../../shared/forms/scope.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { inHead } from '../../shared/identity/member.ts';
import { withNumber } from '../../shared/pages/words/common.ts';
import { maskForReader } from '../../shared/project/access.ts';
import { isOwn, type Opened } from '../../shared/project/open-project.ts';
import { openingOf } from '../../shared/project/opening.ts';
import { titleFor } from '../../shared/project/readable.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import { unmasked } from '../../shared/values/masking/mask.ts';
import type { Deps } from './deps.ts';
import { AttachmentsPage, type Place } from './pages/attachments-page.tsx';
import { filesPlaces } from './places.ts';
import { loadSeen, type Seen } from './seen.ts';
import { attachmentsWords } from './words/attachments.ts';

/** Files that have their record, as their reader sees them. */
const viewsOf = ({ taken }: Deps, { records }: Seen, files: readonly FileAt[]): AttachmentView[] =>
  files.flatMap(({ file }) => {
    const record = records.get(attachmentIdOf(file));
    return record ? [attachmentViewOf(record, taken, { name: file.name, mask: unmasked })] : [];
  });

const looseViews = ({ taken }: Deps, { loose }: Seen): AttachmentView[] =>
  loose.map((record) => attachmentViewOf(record, taken, { mask: unmasked }));

/** All that a reader sees, each once. */
function allViews(deps: Deps, seen: Seen): AttachmentView[] {
  const all = [...viewsOf(deps, seen, [...seen.declared, ...seen.supplied]), ...looseViews(deps, seen)];
  return [...new Map(all.toReversed().map((view) => [view.id, view])).values()].toReversed();
}

/** Which places of a draft the unit may change; of what is in review none. */
async function changeable(deps: Deps, opened: Opened): Promise<(pointer: string) => boolean> {
  const { loaded, form } = opened;
  const { state } = loaded.record.flow;
  if (!isOwn(opened) || (state !== 'draft' && state !== 'returned')) return () => false;
  const { scope } = await openingOf(deps, form, loaded);
  return (pointer) => covers(scope, pointer);
}

/** By place: those of the draft that take files, or that have some; then what came with decisions, and what stands nowhere. */
async function placesOf(deps: Deps, call: Call, opened: Opened, seen: Seen): Promise<Place[]> {
  const { definition } = opened.form;
  const words = attachmentsWords[call.lang];
  const isOpen = await changeable(deps, opened);
  const declared = filesPlaces(definition, seen.declaration).map(({ pointer }): Place => {
    const files = seen.declared.filter((at) => at.pointer.startsWith(`${pointer}/`));
    const title = placeOf(definition, pointer, call.lang);
    return { pointer, title, files: viewsOf(deps, seen, files), changes: isOpen(pointer) ? 'all' : 'none' };
  });
  const beside: Place[] = [
    {
      pointer: 'supplied',
      title: words.supplied,
      files: viewsOf(deps, seen, seen.supplied),
      changes: 'none',
    },
    { pointer: '', title: words.loose, files: looseViews(deps, seen), changes: 'remove' },
  ];
  return [
    ...declared.filter(({ files, changes }) => files.length > 0 || changes === 'all'),
    ...beside.filter(({ files }) => files.length > 0),
  ];
}

interface Told {
  readonly notice?: 'attached' | 'removed' | undefined;
  /** What was refused. */
  readonly problem?: Problem;
}

/** The page of a project's attachments. */
export async function listPage(
  deps: Deps,
  call: Call<unknown, unknown>,
  opened: Opened,
  { notice, problem }: Told,
): Promise<Answer> {
  const { loaded, member } = opened;
  const { record } = loaded;
  const own = isOwn(opened);
  const seen = await loadSeen(deps, opened);
  const mask = await maskForReader(deps.database, loaded, member);
  const words = attachmentsWords[call.lang];
  const name = mask(titleFor(loaded, own)) || words.untitled;
  const refused = problem && problemView(problem, call.lang);
  return {
    status: problem?.status ?? 200,
    ...(problem ? { headers: problem.headers } : {}),
    json: { attachments: allViews(deps, seen) },
    page: {
      content: (
        <AttachmentsPage
          lang={call.lang}
          id={record.id}
          name={name}
          version={record.version}
          places={await placesOf(deps, { ...call, query: {} }, opened, seen)}
          mostBytes={deps.taken.mostBytes}
          notice={notice}
          refused={refused && (refused.detail ?? refused.title)}
        />
      ),
      frame: {
        title: words.title,
        about: withNumber(name, record.id, call.lang),
        person: inHead(member),
      },
    },
  };
}
