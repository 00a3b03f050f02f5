import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { isDiskError } from '../disk.ts';
import type { Handler } from '../ports.ts';
import { readJson, UnreadableRequest } from '../request-body.ts';
import type { Lambda } from '../services/lambda/lambda.ts';
import type { MailService } from '../services/mail/mail.ts';
import type { Queues } from '../services/queues/queues.ts';
import { type Faults, faultSchema } from './faults.ts';
import { mailboxPage } from './mailbox-page.ts';
import { runSchema } from './struck-calls.ts';

/** What the control port shows and moves. */
export interface ControlOptions {
  readonly mail: MailService;
  /** Whether mails are passed on to a real server as well. */
  readonly relays: boolean;
  readonly queues: Pick<Queues, 'list'>;
  readonly lambda: Pick<Lambda, 'metrics'>;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Whether calls of tables are seen on their way. */
  readonly seesTableCalls: boolean;
  /** Whether a function works, or a record of a stream waits for one. */
  readonly isBusy: () => boolean;
  readonly executions: () => unknown;
  readonly stateTransitions: () => number;
  /** An access token of a sample account. */
  readonly token: (account: string) => Promise<string>;
  /** The embedded issuer, which lives on this port too. */
  readonly issuer: { readonly path: string; readonly handle: Handler };
}

interface ControlAnswer {
  readonly status: number;
  readonly json?: unknown;
  readonly html?: string;
}

type Answering = (call: {
  readonly query: URLSearchParams;
  readonly body: unknown;
}) => ControlAnswer | Promise<ControlAnswer>;

const advanceSchema = z.strictObject({ advanceSeconds: z.number().nonnegative() });
const fromSchema = z.coerce.number().int().nonnegative();
const accountSchema = z.strictObject({ account: z.string() });

// What is never seen can neither be counted nor struck, and a test would take its silence for survival.
const blind =
  'Calls of tables are not seen here, so that no run is watched and no blow would fall on them: start the platform ' +
  'with COUNTERSIGN_TABLE_RIGHTS=checked';

const json = (value: unknown): ControlAnswer => ({ status: 200, json: value });

/** The control port: mailbox, clock, tokens and faults, for the person at the desk and for tests. */
export function createControl(options: ControlOptions): Handler {
  const { mail, queues, lambda, clock, faults, issuer } = options;
  const now = () => ({ now: new Date(clock.now()).toISOString() });

  const handlers: Readonly<Record<string, Answering>> = {
    'GET /': ({ query }) => ({
      status: 200,
      html: mailboxPage(mail.list(), { chosen: query.get('mail'), relays: options.relays }),
    }),
    'GET /messages': ({ query }) => json(mail.list(fromSchema.parse(query.get('from') ?? 0))),
    'GET /messages/count': () => json({ count: mail.count() }),
    'GET /executions': () => json(options.executions()),
    'GET /queue': () => json(queues.list()),
    'GET /clock': () => json(now()),
    'POST /clock': ({ body }) => {
      clock.advance(advanceSchema.parse(body).advanceSeconds);
      return json(now());
    },
    'POST /tokens': async ({ body }) =>
      json({ token: await options.token(accountSchema.parse(body).account) }),
    'POST /faults': ({ body }) => {
      faults.set(faultSchema.parse(body));
      return json({});
    },
    'POST /runs': ({ body }) => {
      if (!options.seesTableCalls) return { status: 409, json: { message: blind } };
      faults.struckCalls.set(runSchema.parse(body));
      return json({});
    },
    'GET /runs': ({ query }) => json(faults.struckCalls.about(z.string().parse(query.get('run')))),
    'GET /metrics': () =>
      json({
        ...lambda.metrics(),
        isBusy: options.isBusy(),
        stateTransitions: options.stateTransitions(),
        mails: mail.count(),
      }),
  };

  const answer = async (request: IncomingMessage, path: string, query: string): Promise<ControlAnswer> => {
    const handle = handlers[`${request.method} ${path}`];
    if (handle === undefined) return { status: 404, json: { message: `${path} is not on the control port` } };
    try {
      return await handle({ query: new URLSearchParams(query), body: await readJson(request) });
    } catch (error) {
      const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      return { status: statusOf(error), json: { message } };
    }
  };

  return async (request, response) => {
    const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
    if (path === issuer.path || path.startsWith(`${issuer.path}/`)) await issuer.handle(request, response);
    else send(response, await answer(request, path, query));
  };
}

function statusOf(error: unknown): number {
  if (error instanceof UnreadableRequest) return error.status;
  return isDiskError(error) ? 503 : 400;
}

function send(response: ServerResponse, answer: ControlAnswer): void {
  const html = answer.html !== undefined;
  response.writeHead(answer.status, {
    'content-type': html ? 'text/html; charset=utf-8' : 'application/json',
    'cache-control': 'no-store',
  });
  response.end(html ? answer.html : JSON.stringify(answer.json));
}
