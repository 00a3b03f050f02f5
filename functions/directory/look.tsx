import { listFindings } from '../../shared/contract/list-findings.ts';
import type { Call } from '../../shared/http/endpoint.ts';
import { contentVersion } from '../../shared/http/version.ts';
import type { Member } from '../../shared/identity/member.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';
import { differencesBetween } from './differences.ts';
import { type EditedKind, lookAhead } from './edited.ts';
import { ChangePage, RemovalPage } from './pages/change-page.tsx';
import { frameOf, type Page, stageLabelIn } from './pages.tsx';
import { typedOf } from './piece-form.ts';
import { namesIn } from './references.ts';
import { directoryWords } from './words/directory.ts';

/** The look at what a change will do, before it is done. */

/** What will be different, and which open requests that concerns. */
export async function changePage<P extends Unit | Person>(
  deps: Deps,
  call: Pick<Call, 'lang'>,
  member: Member,
  kind: EditedKind<P>,
  before: P | null,
  after: P,
): Promise<Page> {
  const { form, list } = kind;
  const { lang } = call;
  const names = await namesIn(member.directory, form, before ? [before, after] : [after]);
  const { after: later } = await lookAhead(deps, member, kind.piece.change(after.id, after));
  return {
    content: (
      <ChangePage
        lang={lang}
        form={form}
        title={after.name}
        version={before ? contentVersion(before) : ''}
        action={before ? `${list}/${before.id}` : list}
        typed={typedOf(form, after)}
        differences={differencesBetween(form, before, after, names, lang)}
        concerned={await kind.concerned(deps, member, before, after, later)}
        stageLabel={await stageLabelIn(deps, lang)}
      />
    ),
    frame: frameOf(member, directoryWords[lang].beforeSaving),
  };
}

/** What will be gone, and what stands against it. */
export async function removalPage<P extends Unit | Person>(
  deps: Deps,
  { lang }: Pick<Call, 'lang'>,
  member: Member,
  kind: EditedKind<P>,
  stored: P,
  { after: later, findings }: Awaited<ReturnType<typeof lookAhead>>,
): Promise<Page> {
  const { form, list } = kind;
  const names = await namesIn(member.directory, form, [stored]);
  return {
    content: (
      <RemovalPage
        lang={lang}
        form={form}
        title={stored.name}
        version={contentVersion(stored)}
        action={`${list}/${stored.id}/remove`}
        back={`${list}/${stored.id}`}
        differences={differencesBetween(form, stored, null, names, lang)}
        findings={listFindings(findings, lang).findings}
        concerned={await kind.concerned(deps, member, stored, null, later)}
        stageLabel={await stageLabelIn(deps, lang)}
      />
    ),
    frame: frameOf(member, directoryWords[lang].beforeRemoving),
  };
}
