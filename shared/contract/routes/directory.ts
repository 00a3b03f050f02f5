import { enteredDirectory } from '../../workflow/directory.ts';
import type { RouteRows } from '../route.ts';

const fn = 'directory';
const administrators = { roles: ['administrator'] } as const;
const stored = { description: 'The directory', schema: 'Directory', etag: true } as const;

export const directoryRows = {
  'GET /directory': {
    fn,
    useCase: 'show-directory',
    summary: 'Units, posts and who holds them',
    who: administrators,
    answers: { 200: stored },
  },
  'PUT /directory': {
    fn,
    useCase: 'replace-directory',
    summary: 'Replace the directory',
    who: administrators,
    body: enteredDirectory,
    ifMatch: 'or-first',
    answers: { 200: stored },
    problems: ['version-required', 'stale-version'],
    records: ['directory-changed'],
  },
} as const satisfies RouteRows;
