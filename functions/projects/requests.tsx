import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { loadMember } from '../../shared/identity/member.ts';
import { openRequests } from '../../shared/project/lists.ts';
import { unitOf } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';
import { RequestsPage } from './pages/requests-page.tsx';
import { personOf } from './pages.tsx';
import { requestsWords } from './words/requests.ts';

/** All open requests, for administrators. Only units with posts are ever asked; one without a post asks by its own id. */
export async function showRequests(
  deps: Deps,
  call: Call<unknown, { notice?: 'reassigned' | undefined }>,
  stageLabel: (id: string) => string,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { directory } = member;
  const requests = await openRequests(
    deps.database,
    directory.units.map(({ id }) => id),
    deps.now(),
  );
  const people = directory.people.map(({ id, name, unit }) => ({
    id,
    name,
    unitName: unitOf(directory, unit)?.name ?? '',
  }));
  return {
    status: 200,
    json: { requests },
    page: {
      content: (
        <RequestsPage
          lang={call.lang}
          requests={requests}
          people={people}
          reassigned={call.query.notice === 'reassigned'}
          stageLabel={stageLabel}
        />
      ),
      frame: { title: requestsWords[call.lang].title, current: 'requests', person: personOf(member) },
    },
  };
}
