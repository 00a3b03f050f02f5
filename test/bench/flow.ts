import { setTimeout as pause } from 'node:timers/promises';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import type { Execution } from '../support/platform.ts';
import { jsonOf, openHttp } from './http.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import type { Running } from './npm-start.ts';

export const route = {
  form: 'GET /forms/{form}',
  submit: 'POST /forms/{form}/submissions',
  show: 'GET /decisions/{token}',
  decide: 'POST /decisions/{token}',
} as const;

/** Milliseconds of each answer, by route; and from the answer before to the mail that lets the flow go on. */
export type Times = Map<string, number[]>;

/** The clients of the product: those who submit and those who decide. */
export interface Clients {
  /** Opens the page on which a declaration is begun. */
  openForm(times?: Times): Promise<void>;
  /** Submits the sample declaration and approves it at both stages. Returns the project's id. */
  approve(way: Way, times?: Times): Promise<string>;
  close(): Promise<void>;
}

/** `posts`: the three calls that a flow needs. `pages`: also the page that each person opens before deciding. */
export type Way = 'posts' | 'pages';

const stages = ['reviewer', 'approver'] as const;

export async function openClients(running: Running): Promise<Clients> {
  const http = openHttp(running.product);
  const mailbox: Mailbox = openMailbox(running);
  const authorization = `Bearer ${await running.token('submitter')}`;
  const declaration = aDeclaration();
  const note = (times: Times | undefined, what: string, milliseconds: number): void => {
    times?.set(what, [...(times.get(what) ?? []), milliseconds]);
  };

  return {
    async openForm(times) {
      const headers = { authorization, accept: 'text/html' };
      const shown = await http.send('GET', '/forms/project-declaration', headers);
      note(times, route.form, shown.milliseconds);
      if (shown.status !== 200) throw new Error(`The page of the form got ${shown.status}`);
    },
    async approve(way, times) {
      const submitted = await http.send(
        'POST',
        '/forms/project-declaration/submissions',
        { authorization },
        declaration,
      );
      note(times, route.submit, submitted.milliseconds);
      const { id, contentHash } = jsonOf<ProjectView>(submitted, 201, 'The submission');
      let approved: number | null = null;
      let requested: number | null = null;
      for (const account of stages) {
        const from = performance.now();
        const link = await mailbox.link(id, account);
        note(times, `mail to the ${account}`, performance.now() - from);
        if (way === 'pages') {
          const shown = await http.send('GET', link, { accept: 'text/html' });
          note(times, route.show, shown.milliseconds);
          if (shown.status !== 200) throw new Error(`The page of the ${account} got ${shown.status}`);
        }
        const decided = await http.send('POST', link, {}, { outcome: 'approve', contentHash });
        note(times, route.decide, decided.milliseconds);
        const view = jsonOf<DecisionView>(decided, 200, `The decision of the ${account}`);
        if (view.status !== 'decided')
          throw new Error(`${id} is ${view.status} after the ${account} decided`);
        approved = view.project.approvedFen;
        requested = view.project.requestedFen;
      }
      if (approved !== requested) throw new Error(`${id} was not approved with all that it asked for`);
      return id;
    },
    async close() {
      await mailbox.close();
      http.close();
    },
  };
}

/** Two requests, the outcome to the submitter, and how it ended to whoever decided before. */
const MAILS_PER_PROJECT = 4;
const LONGEST_WAIT_MS = 60_000;
// Longer than any pause between two steps of a flow.
const QUIET_MS = 400;

/** Asks again and again until something has come to be. @throws Error where it does not, within a minute */
async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (!(await look())) {
    if (performance.now() > deadline) throw new Error(`It did not come to be: ${what}`);
    await pause(20);
  }
}

/** Waits until so many mails have gone out in all. Returns when (by `performance.now`) that was seen. */
export async function mailed(running: Running, wanted: number): Promise<number> {
  await until(`${wanted} mails`, async () => (await running.metrics()).mails >= wanted);
  return performance.now();
}

/**
 * Waits until everything that follows from the approvals has happened: the mails, the end of every execution, and no
 * function at work any more. Returns when (by `performance.now`) the last of it was seen.
 */
export async function settled(
  running: Running,
  mailsBefore: number,
  ids: ReadonlySet<string>,
): Promise<number> {
  await mailed(running, mailsBefore + ids.size * MAILS_PER_PROJECT);
  await until('the end of every execution', async () =>
    (await running.ask<Execution[]>('/executions')).every(
      ({ name, status }) => !ids.has(name.replace(/-r\d+-a\d+$/, '')) || status === 'SUCCEEDED',
    ),
  );
  const done = performance.now();
  await quiet(running);
  return done;
}

/** Waits until no function has begun or ended anything for a while. */
export async function quiet(running: Running): Promise<void> {
  const count = async () => {
    const { invocations, capacity } = await running.metrics();
    return JSON.stringify({ invocations, capacity });
  };
  for (let before = '', now = await count(); before !== now; now = await count()) {
    before = now;
    await pause(QUIET_MS);
  }
}
