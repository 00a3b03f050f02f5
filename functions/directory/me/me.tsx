import { listFindings } from '../../../shared/contract/list-findings.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { type meRows, type OwnChoices, ownChoices } from '../../../shared/contract/routes/me.ts';
import type { Finding } from '../../../shared/forms/finding.ts';
import type { Answer, Call, CallOf, Handlers } from '../../../shared/http/endpoint.ts';
import { langCookie } from '../../../shared/http/middleware/negotiate.ts';
import { shapeFindings } from '../../../shared/http/shape-findings.ts';
import { contentTag, contentVersion, demandTag } from '../../../shared/http/version.ts';
import { loadMember, type Member, memberOfUnit } from '../../../shared/identity/member.ts';
import { sessionCookieName, sessionHash } from '../../../shared/identity/session.ts';
import { sessionsOf } from '../../../shared/identity/session-store.ts';
import { callWrites } from '../../../shared/store/call-store.ts';
import { membersOf, peopleWith, unitsWith } from '../../../shared/store/directory/part.ts';
import {
  areOpinionsOvertaken,
  loadOwnOpinions,
  ownOpinionsWrite,
  saveOwnOpinions,
} from '../../../shared/store/own-opinions-store.ts';
import { entriesFor } from '../../../shared/store/piece-map.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { beijingDay } from '../../../shared/values/working-days.ts';
import {
  type CannedOpinions,
  cannedOpinions,
  typedOpinions,
} from '../../../shared/workflow/canned-opinions.ts';
import type { Person } from '../../../shared/workflow/directory.ts';
import type { Deps } from '../deps.ts';
import { differencesBetween } from '../differences.ts';
import { MePage, type OwnFields, type OwnOpinions, type ShownSession } from '../pages/me-page.tsx';
import { OwnDecisionsPage } from '../pages/own-decisions.tsx';
import { frameOf, heldBy, type Page, stageLabelIn } from '../pages.tsx';
import {
  type PieceForm,
  personForm,
  pieceIn,
  type Typed,
  typedIn,
  typedOf,
  withRows,
} from '../piece-form.ts';
import { changePiece, people } from '../pieces.ts';
import { namesIn, withIds } from '../references.ts';
import { meWords } from '../words/me.ts';
import { choicesOf, findingsInThePast, withChoices } from './choices.ts';
import { ownDecisions } from './decided.ts';

/** Somebody's own page: what they choose for themselves, and what the office knows of them. */

export interface MeDeps extends Deps {
  readonly baseUrl: string;
  /** After how long without a request a session of somebody who decides is over. */
  readonly idleSeconds: number;
}

type CallAt<Key extends keyof typeof meRows> = CallOf<(typeof meRows)[Key]>;
type Asked = Pick<Call, 'lang' | 'person' | 'cookies'>;

/** So many of the newest decisions the page shows, and so many colleagues it offers as delegates. */
const FIRST_DECIDED = 5;
const MOST_OFFERED = 100;

/** Of a person their absences alone stand in rows that they fill in themselves. */
const absenceForm: PieceForm = { ...personForm, fields: [] };

async function ownSessions(
  { database, now, baseUrl, idleSeconds }: MeDeps,
  { cookies }: Asked,
  { principal }: Member,
): Promise<ShownSession[]> {
  const cookie = cookies.get(sessionCookieName(baseUrl));
  const here = cookie && sessionHash(cookie);
  const sessions = await sessionsOf(database, principal.id, now(), idleSeconds);
  return sessions.map(({ hash, ...session }) => ({ current: hash === here, ...session }));
}

/** The posts of a person, and for whom they stand in. */
async function standingOf({ directory }: Member, { id }: Person) {
  const stored = (await entriesFor(directory.people, [id])).get(id);
  const { posts = [], standsInFor = [] } = stored ?? {};
  const [units, represented] = await Promise.all([
    unitsWith(directory, posts),
    peopleWith(directory, standsInFor),
  ]);
  return {
    held: heldBy(id, posts, units),
    standsInFor: [...represented.values()].map((one) => ({ id: one.id, name: one.name })),
  };
}

/** What somebody is told of themselves beside what they choose, which a change of that leaves as it is. */
async function loadBeside(deps: MeDeps, call: Asked, member: Member) {
  const { person } = member;
  return {
    ...(person ? await standingOf(member, person) : { held: [], standsInFor: [] }),
    opinions: person ? await loadOwnOpinions(deps.database, person.id) : [],
    sessions: await ownSessions(deps, call, member),
  };
}

/** What the validator of `GET /me` stands for: all that `PUT /me` replaces. */
const asProgramsRead = (person: Person | undefined, opinions: CannedOpinions) => ({ person, opinions });

async function meAnswer(deps: MeDeps, call: Asked): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  return meTold(member, await loadBeside(deps, call, member));
}

function meTold(
  { person, unit, principal }: Member,
  { held, standsInFor, opinions, sessions }: Awaited<ReturnType<typeof loadBeside>>,
): Answer {
  return {
    status: 200,
    ...(person ? { headers: { etag: contentTag(asProgramsRead(person, opinions)) } } : {}),
    json: {
      person: person
        ? {
            id: person.id,
            name: person.name,
            email: person.email,
            unit: { id: unit?.id ?? person.unit, name: unit?.name ?? person.unit },
          }
        : null,
      ...choicesOf(person),
      opinions,
      roles: principal.roles,
      posts: held.map(({ unit: id, unitName: name, post, isHolder }) => ({
        unit: { id, name },
        post,
        as: isHolder ? 'holder' : 'delegate',
      })),
      standsInFor,
      sessions,
    },
  };
}

/** What stands in the page's fields beside what the directory offers for them. */
type Filled = Omit<OwnFields, 'names' | 'suggestions' | 'findings'> & {
  readonly findings?: readonly Finding[];
};

const filledWith = (person: Person): Filled => ({
  ...choicesOf(person),
  absences: typedOf(absenceForm, person),
  version: contentVersion(person),
});

async function fieldsOf({ directory }: Member, person: Person, filled: Filled, lang: 'zh' | 'en') {
  const members = await membersOf(directory, person.unit);
  const colleagues = await peopleWith(directory, members.slice(0, MOST_OFFERED));
  colleagues.delete(person.id);
  return {
    ...filled,
    findings: listFindings(filled.findings ?? [], lang).findings,
    names: await namesIn(directory, absenceForm, [pieceIn(absenceForm, filled.absences, undefined)]),
    suggestions: { units: [], people: [...colleagues.values()] },
  };
}

const onLines = (opinions: CannedOpinions): string => opinions.join('\n');

const shownAs = (opinions: CannedOpinions): OwnOpinions => ({
  typed: onLines(opinions),
  version: contentVersion(opinions),
});

/** @param opinions as they were typed, where they are not stored */
async function mePage(
  deps: MeDeps,
  call: Asked,
  member: Member,
  filled?: Filled,
  opinions?: OwnOpinions,
): Promise<Page> {
  const { lang } = call;
  const { person, unit, principal } = member;
  const own = person && {
    fields: await fieldsOf(member, person, filled ?? filledWith(person), lang),
    ...(await standingOf(member, person)),
    decided: await ownDecisions(deps, person.id, { limit: FIRST_DECIDED }),
    opinions: opinions ?? shownAs(await loadOwnOpinions(deps.database, person.id)),
  };
  return {
    content: (
      <MePage
        lang={lang}
        who={{ ...(person ?? principal), unitName: unit?.name ?? person?.unit }}
        roles={principal.roles}
        own={own}
        sessions={await ownSessions(deps, call, member)}
        stageLabel={await stageLabelIn(deps, lang)}
      />
    ),
    frame: { ...frameOf(member, meWords[lang].title), current: 'me' },
  };
}

async function show(deps: MeDeps, call: CallAt<'GET /me'>): Promise<Answer> {
  if (call.accepts !== 'html') return meAnswer(deps, call);
  const member = await loadMember(deps.database, call.person);
  const { notice } = call.query;
  const filled = member.person && { ...filledWith(member.person), ...(notice ? { notice } : {}) };
  return { status: 200, page: await mePage(deps, call, member, filled) };
}

/** @throws Problem `stale-version` where they are not any more what they were before */
async function replaceOpinions(
  { database }: MeDeps,
  { id }: Person,
  before: CannedOpinions,
  after: CannedOpinions,
): Promise<void> {
  try {
    await saveOwnOpinions(database, id, before, after, callWrites(database));
  } catch (error) {
    throw areOpinionsOvertaken(error) ? new Problem('stale-version', { cause: error }) : error;
  }
}

/**
 * Changes what somebody chose, by the same door as an administrator's change of the person. Where nothing is different
 * nothing is written.
 * @param canned their opinions as they are read with the choices, and as they are said anew: both are changed, or neither
 * @returns the person as they are from then on
 * @throws Problem `version-required`, `stale-version`, `invalid-body`
 */
async function change(
  deps: MeDeps,
  call: Call<unknown, unknown, 'version'>,
  person: Person,
  chosen: OwnChoices,
  canned?: { readonly before: CannedOpinions; readonly after: CannedOpinions },
): Promise<Person> {
  const asRead = (piece: Person | undefined) => (canned ? asProgramsRead(piece, canned.before) : piece);
  demandTag(call, asRead(person));
  const errors = findingsInThePast(person.absences ?? [], chosen.absences, beijingDay(deps.now()));
  if (errors.length > 0) throw new Problem('invalid-body', { errors });
  const next = withChoices(person, chosen);
  const { database } = deps;
  const said = canned && contentTag(canned.after) !== contentTag(canned.before) ? canned : undefined;
  if (contentTag(next) === contentTag(person)) {
    if (said) await replaceOpinions(deps, person, said.before, said.after);
    return next;
  }
  // Whoever is in the directory without a role in any token acts for their unit.
  const [role = 'submitter'] = call.person?.roles ?? [];
  const beside = said ? [ownOpinionsWrite(database, person.id, said.before, said.after)] : [];
  await changePiece(deps, call, people, person.id, next, { role, asRead, beside });
  return next;
}

/** @throws Problem `forbidden`, and as `change` */
async function put(deps: MeDeps, call: CallAt<'PUT /me'>): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { person } = memberOfUnit(member);
  const beside = await loadBeside(deps, call, member);
  const { opinions: before } = beside;
  const { language, mail, followsUnit = choicesOf(person).followsUnit, absences } = call.body;
  const { opinions = before } = call.body;
  const chosen = { language, mail, followsUnit, absences };
  const changed = await change(deps, call, person, chosen, { before, after: opinions });
  return meTold({ ...member, person: changed }, { ...beside, opinions });
}

/** What was typed as choices, or what stands against it. */
async function read(
  { directory }: Member,
  typed: Pick<OwnFields, 'language' | 'mail' | 'followsUnit' | 'absences'>,
): Promise<{ readonly chosen: OwnChoices } | { readonly findings: readonly Finding[] }> {
  const { value, findings } = await withIds(
    directory,
    absenceForm,
    pieceIn(absenceForm, typed.absences, undefined),
  );
  const { language, mail, followsUnit } = typed;
  const { data, error } = ownChoices.safeParse(
    { absences: [], ...value, language, mail, followsUnit },
    { reportInput: true },
  );
  if (findings.length > 0) return { findings };
  return error ? { findings: shapeFindings(error) } : { chosen: data };
}

/**
 * What the page posts: rows more or less, or the change itself.
 * @throws Problem `version-required`, `forbidden`
 */
async function post(deps: MeDeps, call: CallAt<'POST /me'>): Promise<Answer> {
  const posted = call.form ?? new URLSearchParams();
  const version = posted.get('version');
  if (version === null) throw new Problem('version-required');
  const member = await loadMember(deps.database, call.person);
  const { person } = memberOfUnit(member);
  const absences = typedIn(absenceForm, posted);
  const typed = {
    language: posted.get('language') ?? '',
    mail: posted.get('mail') ?? '',
    followsUnit: posted.has('followsUnit'),
    absences,
    version,
  };
  const pageWith = async (status: number, more: Partial<Filled>): Promise<Answer> => ({
    status,
    page: await mePage(deps, call, member, { ...typed, ...more }),
  });
  const rows = withRows(absenceForm, absences, posted.get('intent') ?? '');
  if (rows) return pageWith(200, { absences: rows });
  const result = await read(member, typed);
  if ('findings' in result) return pageWith(422, { findings: result.findings });
  try {
    await change(deps, call, person, result.chosen);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'stale-version') return stale(deps, call, typed, result.chosen);
    if (error.errors) return pageWith(422, { findings: error.errors });
    throw error;
  }
  const { language } = result.chosen;
  return saved(language === choicesOf(person).language ? undefined : language);
}

/** @param language which the pages are in from now on */
const saved = (language: Lang | undefined): Answer => ({
  status: 303,
  location: '/me?notice=saved',
  ...(language ? { cookies: [langCookie(language)] } : {}),
});

/** What was chosen by a page that was saved. */
const languageIn = ({ form }: CallAt<'POST /me'>): Lang => (form?.get('language') === 'en' ? 'en' : 'zh');

/** The page with what was typed, over what somebody else has made of the person meanwhile. */
async function stale(
  deps: MeDeps,
  call: CallAt<'POST /me'>,
  typed: Filled & { readonly absences: Typed },
  chosen: OwnChoices,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { person } = memberOfUnit(member);
  const mine = withChoices(person, chosen);
  const names = await namesIn(member.directory, absenceForm, [person, mine]);
  const differences = differencesBetween(personForm, person, mine, names, call.lang);
  const filled = { ...typed, version: contentVersion(person), stale: differences };
  return { status: 412, page: await mePage(deps, call, member, filled) };
}

const opinionsSaved: Answer = { status: 303, location: '/me?notice=opinions' };

/**
 * What the page posts of canned opinions. What does not hold, or was overtaken in another window, comes back as it was
 * typed.
 * @throws Problem `version-required`, `forbidden`, `invalid-body`
 */
async function postOpinions(deps: MeDeps, call: CallAt<'POST /me/opinions'>): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { person } = memberOfUnit(member);
  const version = call.form?.get('version');
  const typed = call.form?.get('opinions');
  if (typeof typed !== 'string') throw new Problem('invalid-body');
  if (typeof version !== 'string') throw new Problem('version-required');
  const stored = await loadOwnOpinions(deps.database, person.id);
  const now = shownAs(stored);
  const { data, error } = cannedOpinions.safeParse(typedOpinions(typed), { reportInput: true });
  // Another window said the same.
  if (data && onLines(data) === now.typed) return opinionsSaved;
  if (version !== now.version) {
    const overtaken = { typed, version: now.version, stored: now.typed };
    return { status: 412, page: await mePage(deps, call, member, undefined, overtaken) };
  }
  if (error) {
    const findings = shapeFindings(error).map((one) => ({ ...one, path: '/opinions' }));
    const filled = { ...filledWith(person), findings };
    return { status: 422, page: await mePage(deps, call, member, filled, { typed, version }) };
  }
  try {
    await replaceOpinions(deps, person, stored, data);
  } catch (refusal) {
    if (refusal instanceof Problem && refusal.code === 'stale-version') return postOpinions(deps, call);
    throw refusal;
  }
  return opinionsSaved;
}

async function showDecisions(deps: MeDeps, call: CallAt<'GET /me/decisions'>): Promise<Answer> {
  const { lang, query } = call;
  const member = await loadMember(deps.database, call.person);
  const { person, principal } = member;
  const page = await ownDecisions(deps, person?.id ?? principal.id, query);
  if (call.accepts !== 'html') return { status: 200, json: page };
  const { limit } = query;
  const nextHref =
    page.next === null
      ? null
      : `/me/decisions?${new URLSearchParams({ limit: String(limit), cursor: page.next })}`;
  return {
    status: 200,
    page: {
      content: (
        <OwnDecisionsPage
          lang={lang}
          decisions={page.decisions}
          nextHref={nextHref}
          stageLabel={await stageLabelIn(deps, lang)}
        />
      ),
      frame: { ...frameOf(member, meWords[lang].decided), current: 'me' },
    },
  };
}

export const meHandlers = (deps: MeDeps): Handlers<typeof meRows> => ({
  'GET /me': (call) => show(deps, call),
  'PUT /me': { lookUp: async () => (call) => put(deps, call), again: (call) => meAnswer(deps, call) },
  'POST /me': {
    lookUp: async () => (call) => post(deps, call),
    again: async (call) => saved(languageIn(call)),
  },
  'POST /me/opinions': {
    lookUp: async () => (call) => postOpinions(deps, call),
    again: async () => opinionsSaved,
  },
  'GET /me/decisions': (call) => showDecisions(deps, call),
});
