import type { DeskQuery, projectRows } from '../../shared/contract/routes/projects.ts';
import { loadForm } from '../../shared/declaration/registry.ts';
import { stageLabels } from '../../shared/declaration/stage-labels.ts';
import type { Answer, Call, CallOf } from '../../shared/http/route.ts';
import { beginsWithHistory } from '../../shared/identity/begins-with.ts';
import { inHead, loadMember, type Member } from '../../shared/identity/member.ts';
import { peopleWith } from '../../shared/store/directory/part.ts';
import { type Deps, isImportable } from './deps.ts';
import { desk, deskJson, type ShownDesk } from './desk/desk.ts';
import { deskHref } from './pages/desk/address.ts';
import { DeskPage } from './pages/desk-page.tsx';
import { deskWords, tabWords } from './words/desk.ts';

type Page = NonNullable<Answer['page']>;

async function deskPage(
  { forms }: Deps,
  call: Call<unknown, DeskQuery>,
  member: Member,
  desk: ShownDesk,
  label: (id: string) => string,
): Promise<Page> {
  const links = (await Promise.all(forms.map(loadForm))).map(({ definition }) => ({
    ...definition,
    imports: isImportable(definition),
  }));
  const { notice, to, ...asked } = call.query;
  // Who decides knows the others of the post; to nobody else the address names people.
  const named = notice === 'transferred' && desk.decides && to !== undefined ? [to] : [];
  const [given] = (await peopleWith(member.directory, named)).values();
  return {
    content: (
      <DeskPage
        lang={call.lang}
        roles={member.principal.roles}
        account={{ id: member.principal.id, isKnown: member.person !== undefined }}
        forms={links}
        {...desk}
        asked={asked}
        notice={notice}
        givenTo={given?.name}
        stageLabel={label}
      />
    ),
    frame: {
      title: `${tabWords[call.lang][asked.tab]} · ${deskWords[call.lang].title}`,
      current: 'desk',
      ...(desk.items.some(({ actions }) => actions.includes('decide')) ? ({ script: 'desk' } as const) : {}),
      person: inHead(member),
    },
  };
}

/** Whether a person came to the product, and asked for nothing of the desk. */
const isHome = ({ accepts, address }: Call<unknown, unknown>): boolean =>
  accepts === 'html' && [...new URLSearchParams(address.split('?')[1])].every(([name]) => name === 'lang');

/** The desk, which administrators and auditors without posts do not begin with. */
export async function showDesk(deps: Deps, call: CallOf<(typeof projectRows)['GET /']>): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { roles } = member.principal;
  if (isHome(call) && beginsWithHistory({ ...member, roles })) return { status: 303, location: '/history' };
  const shown = await desk(deps, member, call.query);
  const { notice: _, to: __, ...asked } = call.query;
  const next = shown.next !== null && deskHref({ ...asked, cursor: shown.next });
  const label = await stageLabels(deps.forms);
  return {
    status: 200,
    ...(next ? { headers: { link: `<${next}>; rel="next"` } } : {}),
    json: deskJson(shown),
    page: await deskPage(deps, call, member, shown, (id) => label(id, call.lang)),
  };
}
