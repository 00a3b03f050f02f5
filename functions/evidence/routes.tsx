import type * as z from 'zod';
import { Problem } from '../../shared/contract/problem.ts';
import {
  type CheckpointParameters,
  evidenceBody,
  type evidenceRows,
  partBody,
  periodEvidenceBody,
  periodPartBody,
} from '../../shared/contract/routes/evidence.ts';
import { type PublishedKeys, publishedKeys } from '../../shared/evidence/checkpoints/published-keys.ts';
import type { Checkpoint } from '../../shared/history/checkpoint.ts';
import type { Answer, Call, Handlers } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { checkpointWords } from '../../shared/pages/words/checkpoints.ts';
import { seesPersonalData } from '../../shared/project/access.ts';
import { listCheckpoints, loadCheckpoint } from '../../shared/store/checkpoint-store.ts';
import { normalText } from '../../shared/values/text.ts';
import { checkpointOnDemand, type Deps } from './checkpoint.ts';
import { type EvidenceDeps, evidenceOfPeriod, evidenceOfProject, openProject } from './evidence.ts';
import { CheckpointsPage } from './pages/checkpoints-page.tsx';
import { FilesPage, type FilesPageProps } from './pages/files-page.tsx';
import { evidenceFilesWords } from './words/files.ts';

/** What a screen shows: two days of them. */
const USUAL_LIMIT = 50;

const PAGE = '/history/checkpoints';

/** What an answer without a page needs of the keys. */
const none = { current: { id: '' }, former: [] };

type Keys = () => Promise<PublishedKeys>;

async function list(deps: Deps, keys: Keys, call: Call<unknown, CheckpointParameters>): Promise<Answer> {
  const { cursor, limit = USUAL_LIMIT } = call.query;
  // One more than is shown tells whether there are more.
  const found = await listCheckpoints(deps.database, { before: cursor, limit: limit + 1 });
  const checkpoints = found.slice(0, limit);
  const next = found.length > limit ? String(checkpoints.at(-1)?.number) : null;
  const nextHref = next && `${PAGE}?${new URLSearchParams({ cursor: next, limit: String(limit) })}`;
  const { current, former } = call.accepts === 'html' ? await keys() : none;
  return {
    status: 200,
    ...(nextHref ? { headers: { link: `<${nextHref}>; rel="next"` } } : {}),
    json: { checkpoints, next },
    page: {
      content: (
        <CheckpointsPage
          lang={call.lang}
          checkpoints={checkpoints}
          nextHref={nextHref}
          keyId={current.id}
          formerKeys={former}
        />
      ),
      frame: { title: checkpointWords[call.lang].title, current: 'history' },
    },
  };
}

async function show({ database }: Deps, { path }: Call): Promise<Answer> {
  const number = /^[1-9]\d{0,8}$/.test(path.number ?? '') ? Number(path.number) : 0;
  const checkpoint: Checkpoint | null = number > 0 ? await loadCheckpoint(database, number) : null;
  if (!checkpoint) throw new Problem('not-found');
  return { status: 200, json: checkpoint };
}

async function make(deps: Deps, call: Call): Promise<Answer> {
  const { checkpoint, isNew } = await checkpointOnDemand(deps);
  if (call.form) return { status: 303, location: PAGE };
  return {
    status: isNew ? 201 : 200,
    ...(isNew ? { location: `${PAGE}/${checkpoint.number}` } : {}),
    json: checkpoint,
  };
}

/**
 * Programs that say so get JSON Web Keys, everybody else what `openssl` reads: the present key first, and after it those
 * of before, with which the checkpoints of their time are checked.
 */
async function key(keys: Keys, { headers }: Call): Promise<Answer> {
  const { current, former } = await keys();
  const { id, pem, jwk } = current;
  if (/\bjson\b/i.test(headers.accept ?? ''))
    return {
      status: 200,
      json: { id, algorithm: 'ECDSA_SHA_256', jwk: { ...jwk, alg: 'ES256', use: 'sig' }, pem, former },
    };
  const body = [pem, ...former.flatMap((one) => one.pem ?? [])].map((one) => `${one.trim()}\n`).join('');
  return { status: 200, text: { body, type: 'text/plain; charset=utf-8' } };
}

/** What a page posted, or a program sent. @throws Problem `invalid-body` */
function wantedBy<Wanted>(
  schema: z.ZodLazy<z.ZodObject & z.ZodType<Wanted>>,
  { form, body }: Pick<Call, 'form' | 'body'>,
): Wanted {
  const typed = Object.keys(schema.unwrap().shape).map((name) => [
    name,
    normalText(form?.get(name) ?? '').trim() || undefined,
  ]);
  const parsed = schema.safeParse(form ? Object.fromEntries(typed) : (body ?? {}));
  if (parsed.success) return parsed.data;
  throw new Problem('invalid-body', { errors: shapeFindings(parsed.error) });
}

/** The packing of files is loaded when some are asked for. */
const packed = () => import('./parts.ts');

const filesAnswer = (props: FilesPageProps): Answer => ({
  status: 200,
  json: props.view,
  page: {
    content: <FilesPage {...props} />,
    frame: { title: evidenceFilesWords[props.lang].title, about: props.about, current: 'history' },
  },
});

async function projectFiles(deps: EvidenceDeps, call: Call): Promise<Answer> {
  const opened = await openProject(deps, call);
  const { id } = opened.loaded.record;
  return filesAnswer({
    lang: call.lang,
    view: await (await packed()).filesOfProject(deps, opened),
    about: id,
    of: `/projects/${id}/evidence`,
    back: `/projects/${id}/history`,
    asksReason: !seesPersonalData(opened.loaded, opened.member),
  });
}

/** This function's part of the contract at the edge. */
export const evidenceHandlers = (
  deps: EvidenceDeps,
  keys: Keys = publishedKeys(deps),
): Handlers<typeof evidenceRows> => ({
  'GET /history/checkpoints': (call) => list(deps, keys, call),
  'POST /history/checkpoints': (call) => make(deps, call),
  'GET /history/checkpoints/{number}': (call) => show(deps, call),
  'GET /history/key': (call) => key(keys, call),
  'GET /projects/{id}/evidence': async (call) =>
    evidenceOfProject(deps, call, await openProject(deps, call), call.query),
  'POST /projects/{id}/evidence': {
    lookUp: async (head) => {
      const opened = await openProject(deps, head);
      return (call) => evidenceOfProject(deps, call, opened, wantedBy(evidenceBody, call));
    },
  },
  'GET /history/evidence': (call) => evidenceOfPeriod(deps, call, call.query),
  'POST /history/evidence': (call) => evidenceOfPeriod(deps, call, wantedBy(periodEvidenceBody, call)),
  'GET /projects/{id}/evidence/files': (call) => projectFiles(deps, call),
  'GET /projects/{id}/evidence/files/{part}': async (call) =>
    (await packed()).partOfProject(
      deps,
      call,
      await openProject(deps, call),
      call.path.part ?? '',
      call.query,
    ),
  'POST /projects/{id}/evidence/files/{part}': {
    lookUp: async (head) => {
      const opened = await openProject(deps, head);
      return async (call) =>
        (await packed()).partOfProject(deps, call, opened, call.path.part ?? '', wantedBy(partBody, call));
    },
  },
  'GET /history/evidence/files': async (call) =>
    filesAnswer({
      lang: call.lang,
      view: await (await packed()).filesOfPeriod(deps, call, call.query),
      about: `${call.query.from} – ${call.query.to}`,
      of: '/history/evidence',
      period: call.query,
      back: PAGE,
      asksReason: true,
    }),
  'POST /history/evidence/files/{part}': async (call) =>
    (await packed()).partOfPeriod(deps, call, call.path.part ?? '', wantedBy(periodPartBody, call)),
});
