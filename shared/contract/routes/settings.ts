import * as z from 'zod';
import { storedSettings } from '../../workflow/settings.ts';
import { HTML } from '../media-types.ts';
import type { RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

const fn = 'directory';
const administrators = { roles: ['administrator'] } as const;
const settings = {
  description: 'The settings in force, also where the office set none',
  schema: 'Settings',
  etag: true,
  types: [HTML],
} as const;
const settingsForm = z.lazy(() =>
  z
    .object({
      version: z.string().describe('The version that was read, in place of If-Match; 0 before the first'),
      intent: z
        .string()
        .optional()
        .describe(
          'What a button asks for: `add` or `remove:0`, a round, `add-notice` or `remove-notice:0`; it saves nothing',
        ),
    })
    .catchall(z.string())
    .describe(
      'Beside these the settings by their paths: `lapseDays`, `rounds.0.opensAt`; of notices the days are lines, `notices.0.daysOff`',
    ),
);

export const settingsRows = {
  'GET /settings': {
    fn,
    useCase: 'show-settings',
    summary:
      'Thresholds, deadlines, days until a lapse, contact, tree of indicators, canned opinions and rounds',
    who: administrators,
    query: z.lazy(() =>
      z.strictObject({ notice: z.enum(['saved']).optional().describe('What the page says happened') }),
    ),
    answers: { 200: settings },
  },
  'PUT /settings': {
    fn,
    useCase: 'change-settings',
    again: 'told',
    summary:
      'Replace the settings; what is left out is as the deployment has it. They hold from the next decision on',
    who: administrators,
    body: storedSettings,
    ifMatch: 'or-first',
    answers: { 200: { ...settings, types: [] } },
    problems: ['version-required', 'stale-version'],
    records: ['settings-changed'],
  },
  // PUT for a page without JavaScript: the form says the version.
  'POST /settings': {
    fn,
    useCase: 'change-settings',
    again: 'told',
    summary: 'Change the settings from their page',
    who: administrators,
    form: settingsForm,
    answers: {
      200: { description: 'The page with one round or notice more or less', types: [HTML] },
      303: movedOn,
    },
    problems: ['version-required', 'stale-version'],
    records: ['settings-changed'],
  },
} as const satisfies RouteRows;
