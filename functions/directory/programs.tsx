import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem } from '../../shared/contract/problem.ts';
import {
  type ProgramBody,
  programBody,
  type programRows,
  renewalBody,
} from '../../shared/contract/routes/programs.ts';
import type { ProgramView } from '../../shared/contract/views.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Answer, Call, CallOf, Handlers } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import {
  addProgram,
  giveNewKey,
  renewProgram,
  revokeProgram,
} from '../../shared/identity/change-programs.ts';
import { loadMember, type Member } from '../../shared/identity/member.ts';
import { isExpired, type ProgramRecord } from '../../shared/identity/program.ts';
import { everyProgram, findProgram, lastUses } from '../../shared/identity/program-store.ts';
import type { EarlierCall } from '../../shared/store/call-store.ts';
import { peopleWith, unitsWith } from '../../shared/store/directory/part.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { Words } from '../../shared/values/language.ts';
import { normalText } from '../../shared/values/text.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { causeOf, type Deps, problemOf } from './deps.ts';
import { NewKeyPage, ProgramsPage, type TypedProgram } from './pages/programs-page.tsx';
import { frameOf, type Page } from './pages.tsx';
import { idFor } from './references.ts';
import { directoryWords } from './words/directory.ts';
import { programWords } from './words/programs.ts';

/** The programs that call with keys of their own: who gets one, how long it holds, and that it is over. */

type CallAt<Key extends keyof typeof programRows> = CallOf<(typeof programRows)[Key]>;

/** So many may hold at once: each is somebody's to look after, and the page shows all. */
const MOST_PROGRAMS = 100;
/** A key that nobody looked at for longer is nobody's. */
const MOST_YEARS = 2;

const against = (path: string, message: Words): Finding => ({
  rule: 'programs',
  severity: 'error',
  path,
  message,
});

const refused = (errors: readonly Finding[]) => new Problem('invalid-body', { errors });

/** The same day so many years later; in place of a 29 February that there is not, the day before. */
function yearsAfter(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}

/** What stands against a key's last day. */
function againstUntil(until: string, now: Date): Finding[] {
  const today = beijingDay(now);
  const last = yearsAfter(today, MOST_YEARS);
  if (until >= today && until <= last) return [];
  return [
    against('/until', {
      zh: `有效期应在 ${today} 至 ${last} 之间`,
      en: `The date lies between ${today} and ${last}`,
    }),
  ];
}

/** What programs stand for, by id. */
async function namesFor(
  stored: DirectorySnapshot,
  programs: readonly Pick<ProgramRecord, 'person' | 'unit'>[],
) {
  const people = await peopleWith(
    stored,
    programs.flatMap(({ person }) => person ?? []),
  );
  const units = await unitsWith(stored, [
    ...programs.flatMap(({ unit }) => unit ?? []),
    ...[...people.values()].map(({ unit }) => unit),
  ]);
  return { people, units };
}

function viewOf(
  { now }: Pick<Deps, 'now'>,
  program: ProgramRecord,
  { people, units }: Awaited<ReturnType<typeof namesFor>>,
  lastUsed: string | undefined,
): ProgramView {
  const { id, name, role, person, madeBy, madeAt, until, revoked = null } = program;
  const known = person === undefined ? undefined : people.get(person);
  const unitId = known?.unit ?? program.unit;
  const unit = unitId === undefined ? undefined : units.get(unitId);
  const isListed = person === undefined ? unit !== undefined : known !== undefined;
  const holds = isExpired(program, now()) ? 'expired' : isListed ? 'valid' : 'not-listed';
  return {
    ...{ id, name, role },
    person: person === undefined ? null : { id: person, name: known?.name ?? person },
    unit: unit ? { id: unit.id, name: unit.name } : null,
    ...{ madeBy, madeAt, until },
    lastUsed: lastUsed ?? null,
    state: revoked ? 'revoked' : holds,
    revoked,
  };
}

async function views(deps: Deps, { directory }: Member): Promise<ProgramView[]> {
  const [programs, uses] = await Promise.all([everyProgram(deps.database), lastUses(deps.database)]);
  const names = await namesFor(directory, programs);
  return programs.map((program) => viewOf(deps, program, names, uses.get(program.id)));
}

/** How a program is shown, with all read for it beside itself: before it is changed, so that nothing can fail after. */
async function showing(
  deps: Deps,
  { directory }: Member,
  program: Pick<ProgramRecord, 'person' | 'unit'> & { readonly id?: string },
): Promise<(changed: ProgramRecord) => ProgramView> {
  const names = await namesFor(directory, [program]);
  // Of one that is only being made there is no use yet.
  const lastUsed = program.id === undefined ? undefined : (await lastUses(deps.database)).get(program.id);
  return (changed) => viewOf(deps, changed, names, lastUsed);
}

interface Shown {
  readonly typed?: TypedProgram;
  readonly findings?: readonly Finding[];
  readonly notice?: 'renewed' | 'revoked' | undefined;
}

async function programsPage(
  deps: Deps,
  member: Member,
  { lang }: Pick<CallAt<'GET /directory/programs'>, 'lang'>,
  { typed, findings = [], notice }: Shown,
): Promise<Page> {
  const today = beijingDay(deps.now());
  return {
    content: (
      <ProgramsPage
        lang={lang}
        programs={await views(deps, member)}
        typed={typed ?? { until: yearsAfter(today, 1) }}
        findings={listFindings(findings, lang).findings}
        notice={notice}
        today={today}
        last={yearsAfter(today, MOST_YEARS)}
      />
    ),
    frame: frameOf(member, directoryWords[lang].programs),
  };
}

async function show(deps: Deps, call: CallAt<'GET /directory/programs'>): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  if (call.accepts !== 'html') return { status: 200, json: { programs: await views(deps, member) } };
  const { notice } = call.query;
  return { status: 200, page: await programsPage(deps, member, call, { notice }) };
}

const typedIn = (form: URLSearchParams): TypedProgram =>
  Object.fromEntries([...form].map(([name, text]) => [name, normalText(text).trim()]));

/** What a page posted, as a program sends it: an empty field says nothing. */
const withoutEmpty = (typed: TypedProgram): object =>
  Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== ''));

const bothGiven = against('/unit', {
  zh: '人员和单位只填一项',
  en: 'Give either a person or a unit, not both',
});
const noPerson = against('/person', {
  zh: '申报的程序须以一名人员的身份办理：谁申报的，谁就不能审核',
  en: 'A program that submits acts as a person: whoever submits does not decide',
});
const nobody = against('/person', {
  zh: '请填写程序所代表的人员，或它为哪个单位查阅',
  en: 'Say as whom the program reads, or for which unit',
});

interface Standing {
  readonly whom: Pick<ProgramRecord, 'person' | 'unit'>;
  readonly personName?: string | undefined;
  readonly findings: readonly Finding[];
}

/** Whom a new program stands for, by id, with what stands against that. */
async function standing({ directory }: Member, { role, person, unit }: ProgramBody): Promise<Standing> {
  if (person !== undefined && unit !== undefined) return { whom: {}, findings: [bothGiven] };
  if (person !== undefined) {
    const { id, finding } = await idFor(directory, 'person', person, '/person');
    const personName = (await peopleWith(directory, [id])).get(id)?.name;
    return { whom: { person: id }, personName, findings: finding ? [finding] : [] };
  }
  if (role === 'submitter') return { whom: {}, findings: [noPerson] };
  if (unit === undefined) return { whom: {}, findings: [nobody] };
  const { id, finding } = await idFor(directory, 'unit', unit, '/unit');
  return { whom: { unit: id }, findings: finding ? [finding] : [] };
}

/** @throws Problem `invalid-body` */
async function demandRoom(deps: Deps): Promise<void> {
  const holding = (await everyProgram(deps.database)).filter(
    (one) => !one.revoked && !isExpired(one, deps.now()),
  );
  if (holding.length < MOST_PROGRAMS) return;
  throw refused([
    against('', {
      zh: `有效的密钥已有 ${MOST_PROGRAMS} 个，请先停用不再使用的`,
      en: `${MOST_PROGRAMS} keys are valid already: revoke those that are not used any more`,
    }),
  ]);
}

/** @throws Problem `invalid-body` */
async function add(
  deps: Deps,
  call: CallAt<'POST /directory/programs'>,
  member: Member,
  given: unknown,
): Promise<Answer> {
  const { data, error } = programBody.safeParse(given, { reportInput: true });
  if (error) throw refused(shapeFindings(error));
  const { whom, personName, findings } = await standing(member, data);
  const errors = [...findings, ...againstUntil(data.until, deps.now())];
  if (errors.length > 0) throw refused(errors);
  await demandRoom(deps);
  const { name, role, until } = data;
  const cause = await causeOf(deps, call, member.directory);
  const show = await showing(deps, member, whom);
  return madeAnswer(
    call,
    member,
    show,
    await addProgram(deps.database, { name, role, until, ...whom }, personName, cause),
  );
}

/** A program with its key. */
function madeAnswer(
  { lang }: Call,
  member: Member,
  show: Awaited<ReturnType<typeof showing>>,
  { program, key }: Awaited<ReturnType<typeof addProgram>>,
): Answer {
  const view = show(program);
  return {
    status: 201,
    json: { ...view, key },
    page: {
      content: <NewKeyPage lang={lang} program={view} secret={key} />,
      frame: frameOf(member, programWords[lang].made),
    },
  };
}

/** A program that was made, once more: its key stands nowhere, so it gets another one. */
async function madeAgain(deps: Deps, call: Call, { made }: EarlierCall): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const program = await demandProgram(deps, made);
  const cause = await causeOf(deps, call, member.directory);
  const name = await nameOfPerson(member, program);
  const show = await showing(deps, member, program);
  return madeAnswer(call, member, show, await giveNewKey(deps.database, program, name, cause));
}

async function post(deps: Deps, call: CallAt<'POST /directory/programs'>): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const typed = call.form && typedIn(call.form);
  try {
    return await add(deps, call, member, typed ? withoutEmpty(typed) : call.body);
  } catch (error) {
    if (!typed || !(error instanceof Problem) || !error.errors) throw error;
    return { status: 422, page: await programsPage(deps, member, call, { typed, findings: error.errors }) };
  }
}

/** @throws Problem `not-found` */
async function demandProgram(deps: Deps, id = ''): Promise<ProgramRecord> {
  const program = /^[0-9A-Z]{8}$/.test(id) ? await findProgram(deps.database, id) : undefined;
  if (!program) throw new Problem('not-found');
  return program;
}

const nameOfPerson = async ({ directory }: Member, { person }: ProgramRecord): Promise<string | undefined> =>
  person === undefined ? undefined : (await peopleWith(directory, [person])).get(person)?.name;

/** Makes a change of a program that was read. @throws Problem `stale-version` */
async function changed(
  deps: Deps,
  call: Pick<Call, 'person' | 'form'>,
  notice: 'renewed' | 'revoked',
  before: ProgramRecord,
  change: (member: Member) => Promise<ProgramRecord>,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const show = await showing(deps, member, before);
  try {
    const program = await change(member);
    if (call.form) return { status: 303, location: `/directory/programs?notice=${notice}` };
    return { status: 200, json: show(program) };
  } catch (error) {
    throw problemOf(error);
  }
}

function renew(
  deps: Deps,
  call: CallAt<'POST /directory/programs/{program}/renew'>,
  program: ProgramRecord,
): Promise<Answer> {
  const given = call.form ? { until: call.form.get('until') ?? undefined } : call.body;
  return changed(deps, call, 'renewed', program, async (member) => {
    const { data, error } = renewalBody.safeParse(given, { reportInput: true });
    const errors = error ? shapeFindings(error) : againstUntil(data.until, deps.now());
    if (program.revoked)
      errors.push(against('', { zh: '已停用的密钥不能续期', en: 'A key that was revoked is not renewed' }));
    if (!data || errors.length > 0) throw refused(errors);
    if (data.until === program.until) return program;
    const cause = await causeOf(deps, call, member.directory);
    return renewProgram(deps.database, program, data.until, await nameOfPerson(member, program), cause);
  });
}

const revoke = (
  deps: Deps,
  call: CallAt<'POST /directory/programs/{program}/revoke'>,
  program: ProgramRecord,
): Promise<Answer> =>
  changed(deps, call, 'revoked', program, async (member) => {
    if (program.revoked) return program;
    const cause = await causeOf(deps, call, member.directory);
    return revokeProgram(deps.database, program, await nameOfPerson(member, program), cause);
  });

/** This function's part of the contract at the edge that is about programs. */
export const programHandlers = (deps: Deps): Handlers<typeof programRows> => ({
  'GET /directory/programs': (call) => show(deps, call),
  'POST /directory/programs': {
    lookUp: async () => (call) => post(deps, call),
    again: (call, earlier) => madeAgain(deps, call, earlier),
  },
  'POST /directory/programs/{program}/renew': {
    lookUp: async ({ path }) => {
      const program = await demandProgram(deps, path.program);
      return (call) => renew(deps, call, program);
    },
  },
  'POST /directory/programs/{program}/revoke': {
    lookUp: async ({ path }) => {
      const program = await demandProgram(deps, path.program);
      return (call) => revoke(deps, call, program);
    },
  },
});
