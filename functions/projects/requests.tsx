import { loadForm } from '../../shared/declaration/registry.ts';
import { stageLabels } from '../../shared/declaration/stage-labels.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { loadMember } from '../../shared/identity/member.ts';
import { openRequests, waitingLines } from '../../shared/project/lists.ts';
import { masksOf } from '../../shared/project/personal-data.ts';
import { wholeOf } from '../../shared/store/directory/snapshot.ts';
import { type Directory, personWith, unitOf } from '../../shared/workflow/directory.ts';
import { holdersAndDelegates } from '../../shared/workflow/routing.ts';
import type { Deps } from './deps.ts';
import { RequestsPage, type RequestsPageProps } from './pages/requests-page.tsx';
import { personOf } from './pages.tsx';
import { requestsWords } from './words/requests.ts';

/** By stage: to whom its requests can be given, in whatever unit. That they may decide is checked when it is given. */
async function candidatesByStage(deps: Deps, directory: Directory): Promise<RequestsPageProps['candidates']> {
  const stages = (await Promise.all(deps.forms.map(loadForm))).flatMap((form) => form.stages);
  return stages.map((stage) => {
    const all = directory.units.flatMap(({ id }) => holdersAndDelegates(directory, stage, id));
    const ids = [...new Set(all.map(({ id }) => id))];
    return {
      stage: stage.id,
      people: ids.flatMap((id) => {
        const person = personWith(directory, id);
        const unitName = person ? (unitOf(directory, person.unit)?.name ?? '') : '';
        return person ? [{ id, name: person.name, unitName }] : [];
      }),
    };
  });
}

/** All open requests, for administrators. Only units with posts are ever asked; one without a post asks by its own id. */
export async function showRequests(
  deps: Deps,
  call: Call<unknown, { notice?: 'reassigned' | undefined }>,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const directory = await wholeOf(member.directory);
  const label = await stageLabels(deps.forms);
  const now = deps.now();
  const units = directory.units.map(({ id }) => id);
  const open = await waitingLines(deps.database, await openRequests(deps.database, units, now), now);
  const maskOf = await masksOf(
    deps.database,
    open.map(({ projectId }) => projectId),
  );
  const requests = open.map((request) => ({ ...request, title: maskOf(request.projectId)(request.title) }));
  return {
    status: 200,
    json: { requests },
    page: {
      content: (
        <RequestsPage
          lang={call.lang}
          requests={requests}
          candidates={await candidatesByStage(deps, directory)}
          reassigned={call.query.notice === 'reassigned'}
          stageLabel={(id) => label(id, call.lang)}
        />
      ),
      frame: { title: requestsWords[call.lang].title, current: 'requests', person: personOf(member) },
    },
  };
}
