import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { settingsRows } from '../../shared/contract/routes/settings.ts';
import { INDICATOR_TREES } from '../../shared/declaration/indicator-tree.ts';
import { loadForm } from '../../shared/declaration/registry.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import { pointerOf } from '../../shared/forms/pointer.ts';
import type { Answer, Call, CallOf, Handlers } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { etag } from '../../shared/http/version.ts';
import { actorOf, inHead, loadMember } from '../../shared/identity/member.ts';
import { wasUsed } from '../../shared/project/round-totals.ts';
import { ConditionRefused, Conflict } from '../../shared/store/database.ts';
import { loadSettings, saveSettings, type VersionedSettings } from '../../shared/store/settings-store.ts';
import type { Words } from '../../shared/values/language.ts';
import { usualDeadlines } from '../../shared/workflow/deadlines.ts';
import { inForce, type StoredSettings, storedSettings } from '../../shared/workflow/settings.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import { type Deps, demandVersion } from './deps.ts';
import { SettingsPage } from './pages/settings-page.tsx';
import { readTyped, type Typed, typedOf, withoutRound, withRound } from './settings-fields.ts';
import { settingsWords } from './words/settings.ts';

/** Every stage of every form, once. */
async function stagesOf({ forms }: Deps): Promise<Stage[]> {
  const all = (await Promise.all(forms.map(loadForm))).flatMap(({ stages }) => stages);
  return [...new Map(all.map((stage) => [stage.id, stage])).values()];
}

/** The settings in force, with the deadlines of every stage. */
async function settingsOf(deps: Deps, { settings }: VersionedSettings) {
  const force = inForce(settings, deps.defaults);
  const deadlines = (await stagesOf(deps)).map(
    ({ id, deadlines: [remind, again, deadline] = usualDeadlines }) =>
      [id, force.stages[id] ?? { deadlines: [remind, again, deadline] as const }] as const,
  );
  return { ...force, stages: { ...force.stages, ...Object.fromEntries(deadlines) } };
}

const against = (path: readonly (string | number)[], message: Words): Finding => ({
  rule: 'settings',
  severity: 'error',
  path: pointerOf(path),
  message,
});

/**
 * What does not hold of settings beside their shape: a stage or a tree that there is not, and a round that something was handed in
 * to and that would be lost or become one of another year.
 */
async function findingsOn(
  deps: Deps,
  { settings: { rounds: before = [] } }: VersionedSettings,
  { stages = {}, indicatorTree, rounds = [] }: StoredSettings,
): Promise<Finding[]> {
  const known = new Set((await stagesOf(deps)).map(({ id }) => id));
  const unknown = Object.keys(stages)
    .filter((id) => !known.has(id))
    .map((id) => against(['stages', id], { zh: '没有这个环节', en: 'There is no such stage' }));
  if (indicatorTree !== undefined && !INDICATOR_TREES.some(({ id }) => id === indicatorTree))
    unknown.push(against(['indicatorTree'], { zh: '没有这个指标体系', en: 'There is no such tree' }));
  const lost = before.filter(
    ({ id, budgetYear }) => !rounds.some((one) => one.id === id && one.budgetYear === budgetYear),
  );
  const used = await Promise.all(lost.map(({ id }) => wasUsed(deps.database, id)));
  const kept = lost.flatMap(({ id, budgetYear }, index) => {
    if (!used[index]) return [];
    const at = rounds.findIndex((one) => one.id === id);
    return [
      against(at < 0 ? ['rounds'] : ['rounds', at, 'budgetYear'], {
        zh: `批次 ${id}（${budgetYear} 年度）已有项目提交，不能删除，也不能更改年度和代号`,
        en: `Projects were handed in to the round ${id} of ${budgetYear}: it stays, with its year and its id`,
      }),
    ];
  });
  return [...unknown, ...kept];
}

/** Stores settings that hold. @throws Problem `invalid-body`, `stale-version` */
async function change(
  deps: Deps,
  call: Call,
  stored: VersionedSettings,
  next: StoredSettings,
): Promise<VersionedSettings> {
  const errors = await findingsOn(deps, stored, next);
  if (errors.length > 0) throw new Problem('invalid-body', { errors });
  const cause = {
    actor: actorOf(await loadMember(deps.database, call.person), 'administrator'),
    at: deps.now().toISOString(),
    requestId: call.requestId,
  };
  try {
    return await saveSettings(deps.database, stored, next, cause);
  } catch (error) {
    if (error instanceof ConditionRefused || error instanceof Conflict)
      throw new Problem('stale-version', { cause: error });
    throw error;
  }
}

interface Shown {
  readonly typed: Typed;
  readonly version: number;
  readonly findings?: readonly Finding[];
  readonly saved?: boolean;
}

async function settingsPage(
  deps: Deps,
  call: Call,
  { typed, version, findings = [], saved = false }: Shown,
): Promise<NonNullable<Answer['page']>> {
  const { lang } = call;
  const member = await loadMember(deps.database, call.person);
  return {
    content: (
      <SettingsPage
        lang={lang}
        typed={typed}
        version={version}
        trees={INDICATOR_TREES.map(({ id, label }) => ({ id, label: label[lang] }))}
        stages={(await stagesOf(deps)).map(({ id, label }) => ({ id, label: label[lang] }))}
        findings={listFindings(findings, lang).findings}
        saved={saved}
      />
    ),
    frame: {
      title: settingsWords[lang].title,
      current: 'settings',
      person: inHead(member),
    },
  };
}

async function show(deps: Deps, call: CallOf<(typeof settingsRows)['GET /settings']>): Promise<Answer> {
  const stored = await loadSettings(deps.database);
  const settings = await settingsOf(deps, stored);
  const { version } = stored;
  const shown = { typed: typedOf(settings, call.lang), version, saved: call.query.notice === 'saved' };
  return {
    status: 200,
    headers: { etag: etag(version) },
    json: settings,
    page: await settingsPage(deps, { ...call, query: {} }, shown),
  };
}

async function replace(deps: Deps, call: CallOf<(typeof settingsRows)['PUT /settings']>): Promise<Answer> {
  const stored = await loadSettings(deps.database);
  demandVersion(call, stored);
  const changed = await change(deps, call, stored, call.body);
  return { status: 200, headers: { etag: etag(changed.version) }, json: await settingsOf(deps, changed) };
}

/** What a button of the page asks for beside saving. */
function rowsMoved(intent: string, typed: Typed): Typed | undefined {
  if (intent === 'add') return withRound(typed);
  const gone = /^remove:(\d{1,2})$/.exec(intent)?.[1];
  return gone === undefined ? undefined : withoutRound(typed, Number(gone));
}

/** What was found stands once for each field: what could not be read says more than that it is missing. */
function merged(own: readonly Finding[], schema: readonly Finding[]): Finding[] {
  const told = new Set(own.map(({ path }) => path));
  return [...own, ...schema.filter(({ path }) => !told.has(path))];
}

/** The page's form: what does not hold comes back with everything typed. */
async function post(deps: Deps, call: CallOf<(typeof settingsRows)['POST /settings']>): Promise<Answer> {
  const { version: text = '', intent = '', ...typed } = Object.fromEntries(call.form ?? []);
  if (!/^\d{1,15}$/.test(text)) throw new Problem('version-required');
  const version = Number(text);
  const moved = rowsMoved(intent, typed);
  if (moved) return { status: 200, page: await settingsPage(deps, call, { typed: moved, version }) };
  const stored = await loadSettings(deps.database);
  const read = readTyped(
    typed,
    (await stagesOf(deps)).map(({ id }) => id),
  );
  // The page has no fields for notices: those that are there stay.
  const { notices } = stored.settings;
  const candidate = { ...read.candidate, ...(notices ? { notices } : {}) };
  const parsed = storedSettings.safeParse(candidate, { reportInput: true });
  const findings = merged(read.findings, parsed.success ? [] : shapeFindings(parsed.error));
  const refused = async (errors: readonly Finding[]): Promise<Answer> => ({
    status: 422,
    page: await settingsPage(deps, call, { typed, version, findings: errors }),
  });
  if (!parsed.success || findings.length > 0) return refused(findings);
  if (version !== stored.version) throw new Problem('stale-version');
  try {
    await change(deps, call, stored, parsed.data);
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid-body') return refused(error.errors ?? []);
    throw error;
  }
  return { status: 303, location: '/settings?notice=saved' };
}

/** This function's part of the contract at the edge that is about the settings. */
export const settingsHandlers = (deps: Deps): Handlers<typeof settingsRows> => ({
  'GET /settings': (call) => show(deps, call),
  'PUT /settings': (call) => replace(deps, call),
  'POST /settings': (call) => post(deps, call),
});
