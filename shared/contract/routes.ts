import { type Method, methods, type RouteKey, type RouteRow } from './route.ts';
import { attachmentRows } from './routes/attachments.ts';
import { decisionRows } from './routes/decisions.ts';
import { directoryRows } from './routes/directory.ts';
import { documentRows } from './routes/document.ts';
import { evidenceRows } from './routes/evidence.ts';
import { historyRows } from './routes/history.ts';
import { meRows } from './routes/me.ts';
import { programRows } from './routes/programs.ts';
import { projectRows } from './routes/projects.ts';
import { sessionRows } from './routes/session.ts';
import { settingsRows } from './routes/settings.ts';
import { staticRows } from './routes/static.ts';

/**
 * The contract at the edge, whole: one row per route, in the order of its use. The routes of the gateway, the
 * functions' tables, the description of the API and their tests are made from it. A function loads its own rows only.
 */
const rows = {
  ...projectRows,
  ...attachmentRows,
  ...documentRows,
  ...decisionRows,
  ...historyRows,
  ...evidenceRows,
  ...directoryRows,
  ...programRows,
  ...settingsRows,
  ...meRows,
  ...sessionRows,
  ...staticRows,
};

export interface ListedRoute extends RouteRow {
  readonly key: RouteKey;
  readonly method: Method;
  /** With its parameters in braces. */
  readonly path: string;
}

const isMethod = (text: string): text is Method => methods.some((one) => one === text);

export const routes: readonly ListedRoute[] = Object.entries(rows).map(([key, row]) => {
  const [method = '', path = ''] = key.split(' ');
  if (!isMethod(method)) throw new Error(`${key} begins with no method`);
  return { key: `${method} ${path}` as RouteKey, method, path, ...row };
});
