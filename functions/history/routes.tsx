import { Problem } from '../../shared/contract/problem.ts';
import type { historyRows, TimelineParameters } from '../../shared/contract/routes/history.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import { stageLabels } from '../../shared/declaration/stage-labels.ts';
import type { Actor } from '../../shared/history/event.ts';
import type { Answer, Call, Handlers } from '../../shared/http/endpoint.ts';
import { actorOf, inHead, loadMember, type Member } from '../../shared/identity/member.ts';
import { withNumber } from '../../shared/pages/words/common.ts';
import { isOfOwnUnit, maskForReader, mayRead, readingRole } from '../../shared/project/access.ts';
import { asksReader } from '../../shared/project/asks-reader.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { allApart, withOpinions } from '../../shared/project/opinions.ts';
import { isMasked, maskedEvent } from '../../shared/project/personal-data.ts';
import { titleFor } from '../../shared/project/readable.ts';
import { eventsOf, legibleEventsOf } from '../../shared/store/history-store.ts';
import { recordReading } from '../../shared/store/system-chain.ts';
import { type Mask, unmasked } from '../../shared/values/masking/mask.ts';
import { looksLikeProjectId } from '../../shared/values/project-id.ts';
import { addressOf, scopeOf } from './asked.ts';
import type { Deps } from './deps.ts';
import { details } from './details.ts';
import { type Export, exportFile, fileFormatOf } from './export.ts';
import { loadDecisionDetails } from './load-decision-details.ts';
import { verificationOf } from './verification.ts';
import { historyWords } from './words/history.ts';

/** Opens a project's history: its unit, those asked, auditors; to everybody else it is not there. */
async function openHistory(
  deps: Deps,
  call: Call<unknown, unknown>,
): Promise<{
  loaded: Loaded;
  member: Member;
  audits: boolean;
  own: boolean;
  drafts: boolean;
  actor: Actor;
  mask: Mask;
}> {
  const id = call.path.id ?? '';
  const loaded = looksLikeProjectId(id) ? await loadProject(deps.database, id) : null;
  if (!loaded) throw new Problem('not-found');
  const member = await loadMember(deps.database, call.person);
  if (!(await mayRead(loaded, member, deps.now()))) throw new Problem('not-found');
  return {
    loaded,
    member,
    audits: member.principal.roles.includes('auditor'),
    own: member.unit?.id === loaded.record.unit.id,
    drafts: isOfOwnUnit(loaded, member),
    actor: actorOf(member, readingRole(loaded, member)),
    mask: await maskForReader(deps.database, loaded, member),
  };
}

async function timeline(deps: Deps, call: Call<unknown, TimelineParameters>): Promise<Answer> {
  const { loaded, member, audits, own, drafts, actor, mask } = await openHistory(deps, call);
  const { record } = loaded;
  const path = `/projects/${record.id}/history`;
  const format = fileFormatOf(call);
  if (format) {
    const { cursor, reason } = call.query;
    const wanted: Export = {
      actor,
      format,
      path,
      requestId: call.requestId,
      parameters: { format: call.query.format, reason, ...(cursor === undefined ? {} : { cursor }) },
      filters: { chain: record.id },
      order: 'oldest',
      ...(call.query.format ? { name: [`审批经过 ${record.id}`, `history-${record.id}`] } : {}),
      projectId: record.id,
      unit: record.unit.id,
      shown: async (events) => events.map((event) => maskedEvent(event, mask)),
      ...(reason === undefined || mask === unmasked ? {} : { reason }),
    };
    return exportFile(deps, wanted);
  }
  if (call.query.cursor !== undefined)
    throw new Problem('invalid-parameter', {
      detail: { zh: '只有导出才分页', en: 'Only an export is divided into pages' },
    });
  const asksPage = call.accepts === 'html';
  // An auditor's page says on top what is wrong with the chain, and shows the rest of it.
  const read = asksPage && audits ? legibleEventsOf : eventsOf;
  const told = withOpinions(await read(deps.database, record.id), loaded);
  const events = told.map((event) => maskedEvent(event, mask));
  const form = await formOfRecord(record);
  const shown = asksPage
    ? await loadDecisionDetails(deps.database, form, loaded, events, call.lang, { seesInternal: !own, mask })
    : {};
  const label = await stageLabels(deps.forms);
  const today = { now: deps.now(), calendar: await deps.calendar() };
  const title = mask(titleFor(loaded, drafts));
  const { TimelinePage } = await import('./pages/timeline-page.tsx');
  return {
    status: 200,
    json: { ...allApart(events), next: null, ...(isMasked(events, told) ? { masked: true } : {}) },
    page: {
      content: (
        <TimelinePage
          lang={call.lang}
          project={{
            id: record.id,
            title,
            unitName: record.unit.name,
            requestedFen: record.flow.requestedFen ?? (drafts ? record.requestedFen : null),
            approvedFen: record.flow.state === 'approved' ? record.flow.approvedFen : null,
            state: record.flow.state,
          }}
          events={events}
          now={today.now.toISOString()}
          calendar={today.calendar}
          asks={asksReader(loaded, member, today)}
          verification={audits && asksPage ? await verificationOf(deps, loaded) : null}
          files={{
            xlsx: addressOf(path, { format: 'xlsx' }),
            csv: addressOf(path, { format: 'csv' }),
          }}
          {...shown}
          stageLabel={(id) => label(id, call.lang)}
        />
      ),
      frame: {
        title: historyWords[call.lang].title,
        about: title ? withNumber(title, record.id, call.lang) : record.id,
        current: 'history',
        person: inHead(member),
      },
    },
  };
}

/** A verification is recorded where it is asked for by itself; the page of a project shows one to every auditor. */
async function verification(deps: Deps, call: Call): Promise<Answer> {
  const { loaded, actor } = await openHistory(deps, call);
  const { id, unit } = loaded.record;
  return deps.limits.within([{ limit: 'verifications', by: actor.id }], async () => {
    const found = await verificationOf(deps, loaded);
    await recordReading(deps.database, {
      actor,
      action: 'verified',
      scope: scopeOf(`/projects/${id}/history/verification`, {}),
      projectId: id,
      unit: unit.id,
      count: found.events,
      at: deps.now().toISOString(),
      requestId: call.requestId,
    });
    return { status: 200, json: found };
  });
}

/** This function's part of the contract at the edge. */
export const historyHandlers = (deps: Deps): Handlers<typeof historyRows> => ({
  'GET /history': {
    lookUp: async () => async (call) => (await import('./search.tsx')).search(deps, call),
    mistyped: async (head, problem) => (await import('./search.tsx')).searchMistyped(deps, head, problem),
  },
  'GET /history/overview': async (call) => (await import('./overview.tsx')).overview(deps, call),
  'GET /history/details/{hash}': (call) => details(deps, call),
  'GET /projects/{id}/history': (call) => timeline(deps, call),
  'GET /projects/{id}/history/verification': (call) => verification(deps, call),
});
