import type { Database } from '../../shared/store/database.ts';

/** For what reads and writes nothing: whatever is asked of it is an error of the test's subject. */
export const nowhere: Database = {
  projects: 'none',
  history: 'none',
  get: () => Promise.resolve(undefined),
  query: () => Promise.reject(new Error('nothing is asked here')),
  put: () => Promise.reject(new Error('nothing is written here')),
  update: () => Promise.reject(new Error('nothing is written here')),
  delete: () => Promise.reject(new Error('nothing is written here')),
  transact: () => Promise.reject(new Error('nothing is written here')),
};
