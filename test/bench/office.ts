import { followOffice } from '../../functions/sweep/follow-office.ts';
import { saveFollowed } from '../../shared/store/directory/followed.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { peopleWith } from '../../shared/store/directory/part.ts';
import { changeDirectory } from '../../shared/store/directory/save.ts';
import { headOf } from '../../shared/store/directory/snapshot.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import type { Directory, Person } from '../../shared/workflow/directory.ts';
import { budget, check, type Outcome } from './budget.ts';
import { measureDesks } from './desks.ts';
import { type Clients, openClients, quiet, settled } from './flow.ts';
import { withHttp } from './http.ts';
import { officeOf, sampleDirectory } from './large-office.ts';
import { npmStart, type Running, temporaryFolder } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { hasProcesses } from './processes.ts';
import { platformMs, processorTimes, usedEach } from './processor.ts';
import { printTable } from './report.ts';
import { median, round } from './statistics.ts';
import { openStore } from './store.ts';
import { placeRequests } from './stored-requests.ts';
import { costOf, lookedThrough } from './units.ts';

/** The most that a directory holds. */
const LARGE = { units: 2_000, people: 10_000 } as const;

interface Office {
  readonly name: string;
  readonly running: Running;
  readonly clients: Clients;
}

/** Approves so many projects at a few clients at once, and waits for all that follows. */
async function approveMany({ running, clients }: Office, projects: number): Promise<void> {
  const { mails } = await running.metrics();
  const ids = new Set<string>();
  let left = projects;
  const client = async (): Promise<void> => {
    while (left-- > 0) ids.add(await clients.approve('pages'));
  };
  await Promise.all(Array.from({ length: 4 }, client));
  await settled(running, mails, ids);
}

/** Processor time of the platform for each project, in milliseconds. */
async function processorOf(office: Office, projects: number): Promise<number> {
  const before = processorTimes(office.running);
  await approveMany(office, projects);
  return platformMs(usedEach(before, processorTimes(office.running), projects));
}

/** Both offices in turns, so that they meet the same machine. */
async function measureProjects([small, large]: readonly [Office, Office], sizes: Sizes): Promise<Outcome> {
  const { projects, warmUpFlows, officeRounds, officeFlows } = sizes;
  const costIn = async (office: Office) => {
    // Once, so that nothing of a first use is counted; right before, since threads that idle are ended; and before all
    // others, which `sweep` looks at afterwards as well.
    await lookedThrough(office.running);
    await approveMany(office, 1);
    return costOf(office.running, office.clients, 'pages', projects);
  };
  const [ofSmall, ofLarge] = [await costIn(small), await costIn(large)];
  for (const office of [small, large]) await approveMany(office, warmUpFlows);
  const rounds: { readonly small: number; readonly large: number }[] = [];
  for (let count = 0; count < officeRounds; count++) {
    // The order changes: whoever is second meets what the first has left.
    const isLargeFirst = count % 2 === 1;
    const first = await processorOf(isLargeFirst ? large : small, officeFlows);
    const second = await processorOf(isLargeFirst ? small : large, officeFlows);
    rounds.push(isLargeFirst ? { small: second, large: first } : { small: first, large: second });
  }
  const ratio = median(rounds.map((one) => one.large / one.small));
  const rowOf = ({ name }: Office, { cost }: typeof ofSmall, processor: readonly number[]) => ({
    office: name,
    'read units': cost.readUnits,
    'write units': cost.writeUnits,
    'processor ms': median(processor),
  });
  printTable(
    `Per approved project, by the size of the office (processor: median of ${officeRounds} rounds)`,
    [
      rowOf(
        small,
        ofSmall,
        rounds.map((one) => one.small),
      ),
      rowOf(
        large,
        ofLarge,
        rounds.map((one) => one.large),
      ),
    ],
  );
  const limits = budget.office;
  return {
    numbers: { small: ofSmall, large: ofLarge, rounds, processorRatio: round(ratio) },
    checks: [
      check(`read units per project, ${large.name}`, ofLarge.cost.readUnits, 'most', limits.readUnits),
      ...(hasProcesses
        ? [
            check(
              'processor time per project to that of the small office',
              ratio,
              'most',
              limits.processorRatio,
            ),
          ]
        : []),
    ],
  };
}

/** A platform in an office, in a folder of its own. */
async function withOffice<T>(directory: Directory, work: (office: Office) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder();
  try {
    await (await openStore(new Date(), { data: folder.path, directory })).close();
    const running = await npmStart({ data: folder.path });
    try {
      const clients = await openClients(running);
      try {
        return await work({ name: nameOf(directory), running, clients });
      } finally {
        await clients.close();
      }
    } finally {
      await running.stop();
    }
  } finally {
    await folder.remove();
  }
}

const nameOf = ({ units, people }: Directory): string => `${units.length} units, ${people.length} people`;

/** A Wednesday at noon in Beijing. */
const NOON = new Date('2026-03-04T04:00:00.000Z');
const administrator = { id: 'administrator', name: '管理员辛（示例）', via: 'session' } as const;

interface Moved {
  readonly office: string;
  readonly own: number;
  readonly others: number;
  /** Requests that were rerouted. */
  readonly moved: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly calls: number;
}

/** One office whose reviewer is away and back again, again and again, among the requests of others. */
async function openFollowed(directory: Directory) {
  const store = await openStore(NOON, { directory });
  const { database, rules } = store;
  let time = NOON.getTime();
  const follow = async (): Promise<void> => {
    // A change is looked at once more, half a minute after it was followed first.
    for (const _ of [1, 2]) {
      time += 60_000;
      await followOffice({ database, rules, now: () => new Date(time) }, () => false);
    }
  };
  const change = async (absences: Person['absences']): Promise<void> => {
    const before = await loadDirectory(database);
    time += 1_000;
    const reviewer = (await peopleWith(before, ['reviewer'])).get('reviewer');
    if (!reviewer) throw new Error('The sample has no reviewer');
    await changeDirectory(
      database,
      before,
      {
        units: new Map(),
        people: new Map([['reviewer', { ...reviewer, absences }]]),
        administrators: before.administrators,
      },
      {
        actor: { ...administrator, role: 'administrator' },
        at: new Date(time).toISOString(),
        requestId: `change-${time}`,
      },
    );
  };
  // An office that was followed for long: the first look of all goes through everybody.
  await saveFollowed(database, { head: headOf(await loadDirectory(database)), day: beijingDay(NOON) });
  return { store, follow, change };
}

/** What it takes when the reviewer becomes absent, with so many requests of their own and of others open. */
async function movedAt(
  { store, follow, change }: Awaited<ReturnType<typeof openFollowed>>,
  own: readonly string[],
) {
  await change([{ from: '2026-03-04', to: '2026-03-31', delegate: 'reviewer2' }]);
  const used = await store.used(follow);
  let moved = 0;
  for (const id of own) if ((await eventsOf(store.database, id)).at(-1)?.action === 'rerouted') moved += 1;
  await change([]);
  await follow();
  return { moved, ...used };
}

async function measureMoved(directory: Directory, sizes: Sizes): Promise<Moved[]> {
  const followed = await openFollowed(directory);
  const { store } = followed;
  const office = nameOf(directory);
  const [few, many] = sizes.requestsOfOthers;
  // Somebody else's: of a unit that another bureau decides on.
  const other = directory.units.find(
    ({ finance }) => finance !== undefined && finance !== directory.units[0]?.finance,
  );
  try {
    const own = await placeRequests(store, few, NOON);
    const rows: Moved[] = [];
    // Once, so that nothing of a first use is counted.
    await movedAt(followed, own);
    for (const others of other ? [few, many] : [0]) {
      const placed = rows.at(-1)?.others ?? 0;
      if (other) await placeRequests(store, others - placed, NOON, { id: other.id, name: other.name });
      const { ms: _, ...used } = await movedAt(followed, own);
      rows.push({ office, own: own.length, others, ...used });
    }
    const more = [...own, ...(await placeRequests(store, few, NOON))];
    const { ms: _, ...used } = await movedAt(followed, more);
    rows.push({ office, own: more.length, others: rows.at(-1)?.others ?? 0, ...used });
    return rows;
  } finally {
    await store.close();
  }
}

async function measureChanges(small: Directory, large: Directory, sizes: Sizes): Promise<Outcome> {
  const rows = [...(await measureMoved(small, sizes)), ...(await measureMoved(large, sizes))];
  printTable(
    'A reviewer becomes absent: what following it asks of the database',
    rows.map((row) => ({ ...row })),
  );
  const inLarge = rows.filter(({ office }) => office === nameOf(large));
  const [amongFew, amongMany, ofMore] = inLarge;
  const [inSmall] = rows;
  const spread = (one: Moved | undefined, another: Moved | undefined): number =>
    round(Math.abs((one?.readUnits ?? Number.NaN) - (another?.readUnits ?? Number.NaN)));
  const each =
    ((ofMore?.readUnits ?? Number.NaN) - (amongMany?.readUnits ?? Number.NaN)) /
    ((ofMore?.own ?? 0) - (amongMany?.own ?? 0));
  const { changeSpreadUnits, changeOfficeUnits, unitsPerRequest } = budget.office;
  const [few, many] = sizes.requestsOfOthers;
  const wanted = rows.reduce((sum, { own }) => sum + own, 0);
  const moved = rows.reduce((sum, row) => sum + row.moved, 0);
  return {
    numbers: { rows, unitsPerRequest: round(each) },
    checks: [
      check(`a change of one person: of ${wanted} requests, moved`, moved, 'least', wanted),
      check(
        `a change of one person: read units, ${many} requests of others against ${few}`,
        spread(amongFew, amongMany),
        'most',
        changeSpreadUnits,
      ),
      check(
        'a change of one person: read units, the large office against the small',
        spread(inSmall, amongFew),
        'most',
        changeOfficeUnits,
      ),
      check('a change of one person: read units for each request of theirs', each, 'most', unitsPerRequest),
    ],
  };
}

interface PageRead {
  readonly office: string;
  readonly page: string;
  readonly first: number;
  readonly again: number;
}

const pages = {
  people: '/directory/people?limit=50',
  'people, further on': '/directory/people?limit=50&cursor=person-4',
  units: '/directory/units?limit=50',
} as const;

/** Pages of the lists as an administrator opens them: first in a process that has read nothing of them yet, then again. */
async function readPages({ name, running }: Office): Promise<PageRead[]> {
  const authorization = `Bearer ${await running.token('administrator')}`;
  const readUnits = async (): Promise<number> => (await running.metrics()).capacityOf.directory?.read ?? 0;
  return withHttp(running.product, async (http) => {
    const readAt = async (path: string): Promise<number> => {
      const before = await readUnits();
      const { status } = await http.send('GET', path, { authorization, accept: 'text/html' });
      if (status !== 200) throw new Error(`${path} got ${status}`);
      // A function's units are known when it has ended.
      await quiet(running);
      return round((await readUnits()) - before);
    };
    const rows: PageRead[] = [];
    for (const [page, path] of Object.entries(pages)) {
      const first = await readAt(path);
      rows.push({ office: name, page, first, again: await readAt(path) });
    }
    return rows;
  });
}

function pageOutcome(rows: readonly PageRead[]): Outcome {
  printTable(
    'A page of 50 of the directory: read units',
    rows.map((row) => ({ ...row })),
  );
  const { pageUnits, pageSpreadUnits } = budget.office;
  const again = rows.map((row) => row.again);
  return {
    numbers: rows,
    checks: [
      check(
        'directory page of 50, first in a process: read units',
        Math.max(...rows.map((row) => row.first)),
        'most',
        pageUnits,
      ),
      check(
        'directory page of 50: spread of read units over offices and pages',
        round(Math.max(...again) - Math.min(...again)),
        'most',
        pageSpreadUnits,
      ),
    ],
  };
}

/** What the size of the office costs: nothing that a project, a change or a page has not to do with. */
export async function measureOffice(sizes: Sizes): Promise<Outcome> {
  const small = sampleDirectory();
  const large = officeOf(LARGE.units, LARGE.people);
  const changes = await measureChanges(small, large, sizes);
  const rows = await withOffice(officeOf(100, 500), readPages);
  const projects = await withOffice(small, (one) =>
    withOffice(large, async (other) => {
      rows.push(...(await readPages(other)));
      return measureProjects([one, other], sizes);
    }),
  );
  const pagesRead = pageOutcome(rows);
  const desks = await measureDesks(sizes);
  return {
    numbers: {
      changes: changes.numbers,
      pages: pagesRead.numbers,
      projects: projects.numbers,
      desks: desks.numbers,
    },
    checks: [...changes.checks, ...pagesRead.checks, ...projects.checks, ...desks.checks],
  };
}
