import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { showRequest } from '../../functions/decisions/answers.ts';
import { decideRequest } from '../../functions/decisions/decide-request.ts';
import { openLink } from '../../functions/decisions/open-link.ts';
import { projectHandlers } from '../../functions/projects/routes.ts';
import { submitDeclaration } from '../../functions/projects/submit.ts';
import { requestDecision } from '../../functions/request-decision/request-decision.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import type { Call } from '../../shared/http/route.ts';
import { projectKey, sentKey } from '../../shared/project/keys.ts';
import { loaderOf } from '../../shared/project/load.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import type { Database } from '../../shared/store/database.ts';
import { aDeclaration } from '../builders/declaration.ts';
import type { Process } from '../property/world/process.ts';
import { type Consumer, openWorld, plainOffice, type World } from '../property/world/world.ts';
import { openTables, type Tables } from '../support/tables.ts';

/**
 * What each call of an approved project reads: a strong read of the office's head and of the project is a unit each, the
 * cheaper read of either half of one. A function that has been asked before has the pieces of the office at hand.
 */
const units = {
  // The head.
  submission: 1,
  // The link (½), the project (1), and by the cheaper read the head, the revision and one's own opinions.
  page: 3,
  // The link, the project, the head.
  decision: 2.5,
  // The project by the cheaper read, the head.
  request: 1.5,
  // The project with the mark of the event, the head, both by the cheaper read.
  mail: 1,
  // The project by the cheaper read.
  advance: 0.5,
  // Beside it the revision and both lists.
  approval: 2,
} as const;

let tables: Tables;
let database: Database;
let world: World;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  database = await tables.fresh();
  world = await openWorld(database, plainOffice, async () => {});
});

async function used(work: () => Promise<unknown>): Promise<number> {
  resetMeter();
  await work();
  return consumed().readUnits;
}

const submission = { declaration: { ...aDeclaration() }, unread: {} };
const call: Call = {
  routeKey: 'GET /decisions/{token}',
  path: {},
  query: {},
  headers: {},
  cookies: new Map(),
  body: undefined,
  requestId: randomUUID(),
  lang: 'zh',
  accepts: 'html',
  address: '',
};

/** The newest link that was mailed. */
const tokenIn = ({ mails }: World): string => mails.findLast(({ token }) => token !== undefined)?.token ?? '';

/** All that a consumer has not had yet, each event by itself. */
async function delivered(at: Process, consumer: Consumer): Promise<number[]> {
  const reads: number[] = [];
  for (const event of await world.undelivered(consumer))
    reads.push(await used(() => world.deliver(at, consumer, event)));
  return reads;
}

/** What is asked of Step Functions. */
async function called(at: Process): Promise<number[]> {
  const reads: number[] = [];
  for (const execution of world.executions.all.filter(({ owesCall }) => owesCall))
    reads.push(await used(() => world.call(at, execution)));
  return reads;
}

/** One project from its submission to its approval, with the page before each decision: what each call reads. */
async function approve(before: () => Promise<void> = async () => {}) {
  const at = world.process();
  const deps = world.decisionParts(at);
  const projects = world.projectParts(at);
  const requestId = randomUUID();
  const reads: Record<string, number[]> = {
    submission: [
      await used(async () =>
        submitDeclaration(
          projects,
          form,
          await world.member(at, 'submitter', 'submitter'),
          submission,
          requestId,
        ),
      ),
    ],
    advance: [],
    request: [],
    mail: [],
    page: [],
    decision: [],
  };
  const note = (name: string, some: readonly number[]) => reads[name]?.push(...some);
  note('advance', await delivered(at, 'advance-flow'));
  await before();
  for (const _ of ['finance-review', 'approval']) {
    note('request', await called(at));
    note('mail', await delivered(at, 'send-mail'));
    const show = async () =>
      showRequest(deps, call, await openLink(deps, tokenIn(world), undefined, 'eventually'));
    note('page', [await used(show)]);
    const decide = async () => {
      const opened = await openLink(deps, tokenIn(world), undefined);
      const { contentHash } = opened.request;
      return decideRequest(deps, opened, { outcome: 'approve', contentHash }, randomUUID());
    };
    note('decision', [await used(decide)]);
    note('advance', await delivered(at, 'advance-flow'));
  }
  note('mail', await delivered(at, 'send-mail'));
  return reads;
}

/** As if a thousand events had been mailed: the chain goes on behind them, and their marks stand beside the record. */
async function aThousandMailsLater(id: string): Promise<void> {
  const MAILS = 1_000;
  await database.update({
    TableName: database.projects,
    Key: projectKey(id),
    UpdateExpression: 'SET #head.#seq = :seq',
    ExpressionAttributeNames: { '#head': 'head', '#seq': 'seq' },
    ExpressionAttributeValues: { ':seq': MAILS },
  });
  for (let seq = 1; seq <= MAILS; seq++)
    await database.put(database.projects, { ...sentKey(id, seq), at: world.now().toISOString() });
}

const expected = {
  submission: [units.submission],
  advance: [units.advance, units.advance, units.advance, units.approval],
  request: [units.request, units.request],
  mail: [units.mail, units.mail, units.mail],
  page: [units.page, units.page],
  decision: [units.decision, units.decision],
};

describe('an approved project', () => {
  it('reads no more in any call than that call has to know', async () => {
    // The first in a process reads the pieces of the office as well.
    await approve();
    database = await tables.fresh();
    world = await openWorld(database, plainOffice, async () => {});
    expect(await approve()).toEqual(expected);
  });

  it('reads the same after a thousand mails', async () => {
    await approve();
    database = await tables.fresh();
    world = await openWorld(database, plainOffice, async () => {});
    expect(await approve(() => aThousandMailsLater(world.id))).toEqual(expected);
  });
});

describe('a form', () => {
  it.each([
    ['html', 'page', 2],
    ['json', 'json', 0],
  ] as const)(
    'asked for as %s is made as its %s, for %d read units',
    async (accepts, made, expectedUnits) => {
      const person = { id: 'submitter', name: 'submitter', roles: ['submitter'], via: 'bearer' } as const;
      const asked = {
        ...call,
        path: { form: form.definition.id },
        body: undefined,
        person,
        accepts,
        query: {},
      };
      const show = projectHandlers(world.projectParts(world.process()))['GET /forms/{form}'];
      if (typeof show !== 'function') throw new Error('It looks something up first');
      // The first in a process reads the pieces of the office as well.
      await show(asked);
      let answer = {};
      const units = await used(async () => {
        answer = await show(asked);
      });
      expect(Object.keys(answer)).toEqual(['status', made]);
      expect(units).toBe(expectedUnits);
    },
  );
});

describe('what is told of an event', () => {
  /** A table whose cheaper reads have seen nothing yet. */
  const lagging = (): Database => ({
    ...database,
    query: async (input) =>
      input.ConsistentRead === true ? database.query(input) : { items: [], next: undefined },
  });

  it('reads strongly where the cheaper read has not seen it', async () => {
    const [submitted] = await world.events();
    if (!submitted) throw new Error('Nothing was submitted');
    expect(await loaderOf(lagging())(submitted)).toMatchObject({ record: { id: world.id } });
    expect(await used(() => loaderOf(lagging())(submitted))).toBe(1);
  });

  it('reads a project once for all events of a batch that it has seen', async () => {
    await approve();
    const decided = (await world.events()).slice(-2);
    expect(decided.map(({ action }) => action)).toEqual(['decided', 'approved']);
    const load = loaderOf(database);
    const reads = [];
    for (const event of decided) reads.push(await used(() => load(event)));
    expect(reads).toEqual([0.5, 0]);
  });

  it('is asked for a decision though the cheaper read has not seen that there is a project', async () => {
    const at = world.process();
    await delivered(at, 'advance-flow');
    const [execution] = world.executions.all;
    if (!execution) throw new Error('Nothing was started');
    const { executions, now } = world;
    const { rules } = world.decisionParts(at);
    await requestDecision({ database: lagging(), executions, now, rules }, executions.payloadOf(execution));
    expect((await world.loaded()).requests).toMatchObject([{ status: 'open', stage: 'finance-review' }]);
  });
});
