import { describe, expect, it } from '@jest/globals';
import { namedTables } from '../../../infra/commands/tables.ts';

describe('tables that a command was told by name', () => {
  it('are both', () => {
    expect(namedTables({ projects: 'P', history: 'H' })).toEqual({ PROJECTS_TABLE: 'P', HISTORY_TABLE: 'H' });
  });

  it('are none, where none was named', () => {
    expect(namedTables({})).toBeUndefined();
  });

  it.each([
    ['the projects', { projects: 'P' }],
    ['the history', { history: 'H' }],
  ])('are not %s alone', (_name, names) => {
    expect(() => namedTables(names)).toThrow('--projects and --history go together');
  });
});
