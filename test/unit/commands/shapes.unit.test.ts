import { describe, expect, it } from '@jest/globals';
import { paceOf } from '../../../infra/commands/pace.ts';
import { shapes } from '../../../infra/shapes.ts';
import { historyEvent } from '../../../shared/history/event.ts';
import { findingCounts } from '../../../shared/project/records.ts';
import { person } from '../../../shared/workflow/directory.ts';
import { storedSettings } from '../../../shared/workflow/settings.ts';

// A release and the one before work side by side only where records, events and calls look the same in both.

const of = (text: string, path = 'shared/project/records.ts') => shapes([[path, text]]);
const record = `import * as z from 'zod';

/** What is kept. */
export const record = z.object({
  id: z.string(),
  state: z.enum(states),
});

export const states = ['draft', 'approved'] as const;

export function nameOf(one: Record): string {
  return one.id;
}
`;

describe('what records and calls look like', () => {
  it.each([
    ['a new member', record.replace('  state:', '  at: z.string().optional(),\n  state:')],
    ['a new word', record.replace("'approved'", "'approved', 'lapsed'")],
    ['a schema that is gone', record.replace(/export const record[\s\S]*?}\);\n/, '')],
    ['a schema made by a function', `${record}\nexport const many = () => z.array(record);\n`],
  ])('is another with %s', (_, changed) => {
    expect(changed).not.toBe(record);
    expect(of(changed)).not.toBe(of(record));
  });

  it.each([
    ['other work with it', record.replace('return one.id', 'return one.id.trim()')],
    ['other comments', record.replace('What is kept', 'What is kept, and why: z.object')],
    ['another layout', record.replace(/z\.object\(\{\s*id/, 'z.object({ id')],
    ['a new function', `${record}\nfunction more(): number {\n  return 1;\n}\n`],
  ])('is the same with %s', (_, changed) => {
    expect(changed).not.toBe(record);
    expect(of(changed)).toBe(of(record));
  });

  it('is another with whatever is said of a form', () => {
    const path = 'shared/declaration/definition/plan.ts';
    expect(of("export const plan = { key: 'plan' };", path)).not.toBe(
      of("export const plan = { key: 'work' };", path),
    );
  });

  it('is another where items are packed otherwise', () => {
    const packing = 'const options = { level: 6 };';
    const path = 'shared/store/content.ts';
    expect(of(packing, path)).not.toBe(of(packing.replace('6', '9'), path));
    expect(of(packing)).toBe(of(packing.replace('6', '9')));
  });

  it('is the same with other words on a page', () => {
    const path = 'shared/pages/words/common.ts';
    expect(of("const words = { zh: '核对' } as const;", path)).toBe(
      of("const words = { zh: '检查' } as const;", path),
    );
  });

  it('is another where a function is given other rights, since both versions have one role', () => {
    const path = 'infra/service-stack.ts';
    const rights = "class Stack {\n  add() {\n    allowRecords(fn, ['GetItem', 'Query']);\n  }\n}";
    expect(of(rights, path)).not.toBe(of(rights.replace(", 'Query'", ''), path));
    expect(of('const period = 1 as const;', path)).toBe(of('const period = 2 as const;', path));
  });

  it('is read from the release itself', () => {
    expect(shapes()).toMatch(/^[0-9a-f]{16}$/);
    expect(shapes()).toBe(shapes());
  });
});

describe('what a release does with what only a later one writes', () => {
  const event = {
    at: '2026-11-29T00:00:00.000Z',
    actor: { id: 'a', name: '某人', role: 'submitter', via: 'session' },
    action: 'created',
    projectId: '2026-AAAA-0001',
    unit: '91110000000000000X',
    revision: 1,
    to: 'draft',
    requestId: 'r',
    chain: '2026-AAAA-0001',
    seq: 1,
    previousHash: '0'.repeat(64),
    hash: '1'.repeat(64),
  };

  it('refuses an event with a member, or of an action, that it does not know', () => {
    expect(historyEvent.safeParse(event).success).toBe(true);
    expect(historyEvent.safeParse({ ...event, later: 1 }).success).toBe(false);
    expect(historyEvent.safeParse({ ...event, action: 'later' }).success).toBe(false);
  });

  it('refuses a person and settings with such a member', () => {
    const someone = { id: 'a', name: '某人', email: 'a@unit.example', unit: '91110000000000000X' };
    expect(person.safeParse(someone).success).toBe(true);
    expect(person.safeParse({ ...someone, later: 1 }).success).toBe(false);
    expect(storedSettings.safeParse({ later: 1 }).error?.issues).toContainEqual(
      expect.objectContaining({ code: 'unrecognized_keys', keys: ['later'] }),
    );
  });

  it('forgets it of a project’s record', () => {
    expect(findingCounts.parse({ errors: 0, warnings: 0, later: 1 })).toEqual({ errors: 0, warnings: 0 });
  });
});

describe('a deployment', () => {
  const stack = (StackStatus: 'UPDATE_COMPLETE' | 'ROLLBACK_COMPLETE', shape?: string) => ({
    found: {
      StackStatus,
      Outputs: shape === undefined ? [] : [{ OutputKey: 'Shapes', OutputValue: shape }],
    },
  });
  const deployed = stack('UPDATE_COMPLETE', 'same');

  it('goes over gradually where both look the same, and says nothing', () => {
    expect(paceOf(deployed, 'same', false)).toEqual({ pace: 'gradually' });
  });

  it.each([
    ['of another shape', stack('UPDATE_COMPLETE', 'other'), /are others/],
    ['of a release that told no shape', stack('UPDATE_COMPLETE'), /are others/],
    ['that nobody could look at', { failed: 'AccessDenied: no' }, /could not be learnt \(AccessDenied: no\)/],
  ])('over one %s goes over at once, and says why', (_, service, why) => {
    // Also to whoever wants that: they may be going back.
    for (const isUrgent of [false, true]) {
      const { pace, why: told } = paceOf(service, 'same', isUrgent);
      expect(pace).toBe('at-once');
      expect(told?.en).toMatch(why);
      expect(told?.zh).toContain('一步切换');
    }
  });

  it('goes over at once where whoever deploys wants that', () => {
    expect(paceOf(deployed, 'same', true)).toEqual({ pace: 'at-once' });
  });

  it.each([
    ['is none', { none: true } as const],
    ['failed', stack('ROLLBACK_COMPLETE')],
  ])('before which there %s takes the place of nothing', (_, service) => {
    expect(paceOf(service, 'same', false)).toEqual({ pace: 'gradually' });
  });
});
