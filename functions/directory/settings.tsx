import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { settingsRows } from '../../shared/contract/routes/settings.ts';
import { INDICATOR_TREES } from '../../shared/declaration/indicator-tree.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Answer, Call, CallOf, Handlers } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { etag } from '../../shared/http/version.ts';
import { inHead, loadMember } from '../../shared/identity/member.ts';
import { loadSettings, type VersionedSettings } from '../../shared/store/settings-store.ts';
import { beijingYear } from '../../shared/values/beijing-year.ts';
import { usualDeadlines } from '../../shared/workflow/deadlines.ts';
import {
  inForce,
  type OfficeSettings,
  type StoredSettings,
  storedSettings,
} from '../../shared/workflow/settings.ts';
import { type Deps, demandVersion } from './deps.ts';
import type { Difference } from './differences.ts';
import { SettingsPage } from './pages/settings-page.tsx';
import { changeSettings, stagesOf } from './settings-change.ts';
import { settingsDifferences } from './settings-differences.ts';
import { readTyped, type Typed, typedOf, withoutRow, withRow } from './settings-fields.ts';
import { knownYears, NOTICES_SHOWN } from './settings-notices.ts';
import { settingsWords } from './words/settings.ts';

/** The settings in force, with the deadlines of every stage. */
async function settingsOf(deps: Deps, { settings }: VersionedSettings) {
  const force = inForce(settings, deps.defaults);
  const deadlines = (await stagesOf(deps)).map(
    ({ id, deadlines: [remind, again, deadline] = usualDeadlines }) =>
      [id, force.stages[id] ?? { deadlines: [remind, again, deadline] as const }] as const,
  );
  return { ...force, stages: { ...force.stages, ...Object.fromEntries(deadlines) } };
}

interface Shown {
  readonly typed: Typed;
  readonly version: number;
  readonly findings?: readonly Finding[];
  readonly saved?: boolean;
  /** Somebody else was first: what differs between what holds now and what was typed. */
  readonly stale?: readonly Difference[];
}

async function settingsPage(
  deps: Deps,
  call: Call,
  { notices }: OfficeSettings,
  { typed, version, findings = [], saved = false, stale }: Shown,
): Promise<NonNullable<Answer['page']>> {
  const { lang } = call;
  const member = await loadMember(deps.database, call.person);
  return {
    content: (
      <SettingsPage
        lang={lang}
        typed={typed}
        version={version}
        years={knownYears(notices, beijingYear(deps.now()))}
        trees={INDICATOR_TREES.map(({ id, label }) => ({ id, label: label[lang] }))}
        stages={(await stagesOf(deps)).map(({ id, label }) => ({ id, label: label[lang] }))}
        findings={listFindings(findings, lang).findings}
        saved={saved}
        stale={stale}
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
    page: await settingsPage(deps, { ...call, query: {} }, settings, shown),
  };
}

const settingsAnswer = async (deps: Deps, stored: VersionedSettings): Promise<Answer> => ({
  status: 200,
  headers: { etag: etag(stored.version) },
  json: await settingsOf(deps, stored),
});

async function replace(deps: Deps, call: CallOf<(typeof settingsRows)['PUT /settings']>): Promise<Answer> {
  const stored = await loadSettings(deps.database);
  demandVersion(call, stored);
  return settingsAnswer(deps, await changeSettings(deps, call, stored, call.body));
}

/** What a button of the page asks for beside saving. */
function rowsMoved(intent: string, typed: Typed): Typed | undefined {
  const [, what, notice, gone] = /^(add|remove)(-notice)?(?::(\d{1,2}))?$/.exec(intent) ?? [];
  const rows = notice === undefined ? 'rounds' : 'notices';
  if (what === 'add') return withRow(typed, rows);
  return gone === undefined ? undefined : withoutRow(typed, rows, Number(gone));
}

/** What was found stands once for each field: what could not be read says more than that it is missing. */
function merged(own: readonly Finding[], schema: readonly Finding[]): Finding[] {
  const told = new Set(own.map(({ path }) => path));
  return [...own, ...schema.filter(({ path }) => !told.has(path))];
}

/** What was typed, as settings to store; without fields for notices those that are there stay. */
async function readPosted(deps: Deps, typed: Typed, { notices }: StoredSettings) {
  const stageIds = (await stagesOf(deps)).map(({ id }) => id);
  const read = readTyped(typed, stageIds);
  const kept = NOTICES_SHOWN in typed || !notices ? {} : { notices };
  const parsed = storedSettings.safeParse({ ...read.candidate, ...kept }, { reportInput: true });
  const findings = merged(read.findings, parsed.success ? [] : shapeFindings(parsed.error));
  return parsed.success && findings.length === 0 ? { settings: parsed.data } : { findings };
}

/** The page's form: what does not hold, or was overtaken, comes back with everything typed. */
async function post(deps: Deps, call: CallOf<(typeof settingsRows)['POST /settings']>): Promise<Answer> {
  const { version: text = '', intent = '', ...typed } = Object.fromEntries(call.form ?? []);
  if (!/^\d{1,15}$/.test(text)) throw new Problem('version-required');
  const version = Number(text);
  const stored = await loadSettings(deps.database);
  const now = await settingsOf(deps, stored);
  const answer = async (status: number, shown: Omit<Shown, 'typed'> & { readonly typed?: Typed }) => ({
    status,
    page: await settingsPage(deps, call, now, { typed, ...shown }),
  });
  const moved = rowsMoved(intent, typed);
  if (moved) return answer(200, { typed: moved, version });
  const read = await readPosted(deps, typed, stored.settings);
  if (version !== stored.version) {
    const mine = read.settings ? typedOf(inForce(read.settings, deps.defaults), call.lang) : typed;
    const stale = settingsDifferences(typedOf(now, call.lang), mine, await stagesOf(deps), call.lang);
    return answer(412, { version: stored.version, stale });
  }
  if (!read.settings) return answer(422, { version, findings: read.findings });
  try {
    await changeSettings(deps, call, stored, read.settings);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'stale-version') return post(deps, call);
    if (error.code === 'invalid-body') return answer(422, { version, findings: error.errors ?? [] });
    throw error;
  }
  return saved;
}

const saved: Answer = { status: 303, location: '/settings?notice=saved' };

/** This function's part of the contract at the edge that is about the settings. */
export const settingsHandlers = (deps: Deps): Handlers<typeof settingsRows> => ({
  'GET /settings': (call) => show(deps, call),
  'PUT /settings': {
    lookUp: async () => (call) => replace(deps, call),
    again: async ({ body }, { version }) => {
      const put = version === undefined ? await loadSettings(deps.database) : { version, settings: body };
      return settingsAnswer(deps, put);
    },
  },
  'POST /settings': { lookUp: async () => (call) => post(deps, call), again: async () => saved },
});
