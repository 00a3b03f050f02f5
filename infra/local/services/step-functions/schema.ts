/**
 * One row per execution holds all there is to go on with; a commit is one UPDATE and its history lines. AUTOINCREMENT,
 * because a token names the row: the id of a deleted execution must not come back.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS definitions (hash TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS executions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    machineArn TEXT NOT NULL,
    machineName TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL REFERENCES definitions (hash),
    status TEXT NOT NULL,
    input TEXT NOT NULL,
    output TEXT,
    error TEXT,
    cause TEXT,
    startedAt INTEGER NOT NULL,
    stoppedAt INTEGER,
    expiresAt INTEGER,
    state TEXT NOT NULL,
    phase TEXT NOT NULL,
    stateInput TEXT NOT NULL,
    variables TEXT NOT NULL,
    enteredAt INTEGER NOT NULL,
    retries INTEGER NOT NULL,
    spent TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    dueAt INTEGER,
    outcome TEXT,
    step INTEGER NOT NULL,
    wakeAt INTEGER,
    announced INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS executions_by_wake ON executions (wakeAt) WHERE wakeAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executions_running ON executions (id) WHERE status = 'RUNNING';
  CREATE INDEX IF NOT EXISTS executions_unannounced ON executions (id) WHERE announced = 0 AND stoppedAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executions_stopped ON executions (stoppedAt) WHERE stoppedAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executions_by_definition ON executions (definition);
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    state TEXT,
    error TEXT,
    cause TEXT
  );
  CREATE INDEX IF NOT EXISTS events_by_execution ON events (execution, id);
`;

/** What each start asks: by an index, however many executions are kept. */
export const atStart = {
  unfinished: `SELECT id FROM executions WHERE status = 'RUNNING' AND phase IN ('entered', 'invoking', 'settling') ORDER BY id`,
  nextWake: 'SELECT MIN(wakeAt) AS at FROM executions WHERE wakeAt IS NOT NULL',
  unannounced: 'SELECT * FROM executions WHERE announced = 0 AND stoppedAt IS NOT NULL ORDER BY id',
  trim: 'DELETE FROM executions WHERE stoppedAt < ?',
  dropDefinitions: `DELETE FROM definitions WHERE hash NOT IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM executions WHERE definition = hash)`,
} as const;

/** The columns that a commit may change. */
export const mutableColumns = [
  'status',
  'output',
  'error',
  'cause',
  'stoppedAt',
  'state',
  'phase',
  'stateInput',
  'variables',
  'enteredAt',
  'retries',
  'spent',
  'attempt',
  'dueAt',
  'outcome',
] as const;
