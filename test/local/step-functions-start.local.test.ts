import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { atStart, schema } from '../../infra/local/services/step-functions/schema.ts';

it('a start reads what is under way, however many executions are kept', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(schema);
  const steps = Object.values(atStart).flatMap((sql) => {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`);
    return plan.all(...(sql.includes('?') ? ['[]'] : [])).map(({ detail }) => String(detail));
  });
  database.close();
  const reads = steps.filter((step) => step.includes('executions'));
  expect(reads.length).toBeGreaterThanOrEqual(Object.keys(atStart).length);
  // These two indexes hold only what has not ended, or has not been told of.
  const bounded = /^SEARCH executions|^SCAN executions USING INDEX executions_(running|unannounced)$/;
  expect(reads.filter((step) => !bounded.test(step))).toEqual([]);
});
