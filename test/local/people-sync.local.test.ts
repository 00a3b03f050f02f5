import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bindAccount } from '../../shared/store/account-store.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { runScript } from '../support/office-server.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { startUserPool } from '../support/user-pool.ts';

let tables: Tables;
let database: Database;
let pool: Awaited<ReturnType<typeof startUserPool>>;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  [database, pool] = await Promise.all([tables.fresh(), startUserPool()]);
});
afterEach(async () => {
  await pool.stop();
});

const finance = '11530121MB100023X0';
const unit = '11530121MB1584810X';
const person = (id: string, name: string, mailbox: string, of = unit) => ({
  ...{ id, name, unit: of },
  email: `${mailbox}@office.example`,
});

const before: Directory = {
  units: [
    {
      id: finance,
      name: '示例财政局',
      posts: [{ post: 'reviewer', holder: 'rev', delegates: ['sub'] }],
    },
    { id: unit, name: '示例单位', finance },
  ],
  people: [
    person('adm', '管理员', 'adm', finance),
    person('rev', '审核人', 'rev', finance),
    person('sub', '代理人', 'sub', finance),
    person('old', '离任者', 'old'),
    person('moved', '换邮箱者', 'first'),
    person('seen', '已登录者', 'seen'),
  ],
  administrators: ['adm'],
};
// One has left, two have another mailbox, one is new, and the post is somebody else's.
const after: Directory = {
  ...before,
  units: [
    { id: finance, name: '示例财政局', posts: [{ post: 'approver', holder: 'rev' }] },
    { id: unit, name: '示例单位', finance },
  ],
  people: [
    person('adm', '管理员', 'adm', finance),
    person('rev', '审核人', 'rev', finance),
    person('sub', '代理人（新名）', 'sub', finance),
    person('moved', '换邮箱者', 'second'),
    // The mailbox that `seen` had is somebody else's now.
    person('seen', '已登录者', 'seen.new'),
    { ...person('new', '新人', 'seen'), lang: 'en' },
  ],
};

async function enter(directory: Directory, second: number): Promise<void> {
  await replaceDirectory(database, await loadDirectory(database), directory, {
    actor: { id: 'adm', name: '管理员', role: 'administrator', via: 'session' },
    at: `2026-11-25T01:00:0${second}.000Z`,
    requestId: String(second),
  });
}

/** `npm run people -- sync`. */
const sync = (...args: string[]) =>
  runScript(
    'infra/people.ts',
    [
      ...['sync', '--lang', 'en', '--pool', 'local_pool'],
      ...['--projects', database.projects, '--history', database.history, ...args],
    ],
    { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: pool.endpoint },
  );

const account = (sub: string, mailbox: string, name: string, groups: string[], verified = 'true') =>
  pool.add({ sub, email: `${mailbox}@office.example`, email_verified: verified, name }, groups);

describe('the accounts of a pool', () => {
  it('are made for everybody in the directory, with the roles of their posts', async () => {
    await enter(before, 1);
    expect((await sync('--apply')).code).toBe(0);
    expect(pool.lines()).toEqual([
      'adm@office.example 管理员 administrator,submitter',
      'first@office.example 换邮箱者 submitter',
      'old@office.example 离任者 submitter',
      'rev@office.example 审核人 reviewer,submitter',
      'seen@office.example 已登录者 submitter',
      'sub@office.example 代理人 reviewer,submitter',
    ]);
  });

  it('follow the directory: dry they are only told of, and what was done is not done again', async () => {
    await enter(before, 1);
    await sync('--apply');
    account('aud', 'audit', '审计员', ['auditor']);
    account('it', 'it', '机房', [], 'false');
    await bindAccount(database, 'sub-5', 'seen');
    await enter(after, 2);
    pool.changes();
    const had = pool.lines();

    const dry = await sync();
    expect([dry.code, pool.changes(), pool.lines()]).toEqual([0, [], had]);
    const told = dry.output.trim().split('\n');
    expect(told.toSorted()).toEqual(
      [
        'change    first@office.example  换邮箱者: mailbox second@office.example',
        'change    seen@office.example  已登录者: mailbox seen.new@office.example',
        'change    sub@office.example  代理人: name 代理人（新名）',
        'make      seen@office.example  新人  submitter',
        'give      rev@office.example  审核人: approver',
        'take      rev@office.example  审核人: reviewer',
        'take      sub@office.example  代理人: reviewer',
        'disable   old@office.example  离任者',
        'left      it@office.example  机房: was never in the directory, and is not disabled (--disable-unknown does)',
        '8 to be done, 1 left. Nothing was changed; --apply does it',
      ].toSorted(),
    );

    const applied = await sync('--apply');
    expect([applied.code, applied.output.trim().split('\n').at(-1)]).toEqual([0, '8 done, 1 left']);
    const follows = [
      'adm@office.example 管理员 administrator,submitter',
      'audit@office.example 审计员 auditor',
      'it@office.example 机房  unverified',
      'old@office.example 离任者 submitter disabled',
      'rev@office.example 审核人 approver,submitter',
      'second@office.example 换邮箱者 submitter',
      'seen.new@office.example 已登录者 submitter',
      'seen@office.example 新人 submitter',
      'sub@office.example 代理人（新名） submitter',
    ];
    expect(pool.lines()).toEqual(follows);

    pool.changes();
    const again = await sync('--apply');
    expect([again.code, pool.changes(), pool.lines()]).toEqual([0, [], follows]);
    expect(again.output).toContain('0 done, 1 left');

    // Whom the directory never knew is disabled when it is asked for, auditors not even then.
    expect((await sync('--apply', '--disable-unknown')).code).toBe(0);
    expect(pool.lines()).toContain('it@office.example 机房  unverified disabled');
    expect(pool.lines()).toContain('audit@office.example 审计员 auditor');
  });

  it('are as far as a failure let them, which is told, and the same call does the rest', async () => {
    await enter(before, 1);
    pool.refuse((operation, mailbox) => operation === 'AdminCreateUser' && mailbox.startsWith('rev'));
    const stopped = await sync('--apply');
    expect(stopped.code).toBe(1);
    expect(stopped.output).toMatch(/of 6 done, and stopped at: make {6}rev@office\.example/);
    expect(stopped.output).toContain('NotAuthorizedException');
    expect(stopped.output).toContain('the same command again does the rest');
    const made = pool.lines().length;
    expect(made).toBeLessThan(6);

    pool.refuse(undefined);
    const rest = await sync('--apply');
    expect([rest.code, rest.output.includes(`${6 - made} done, 0 left`)]).toEqual([0, true]);
    expect(pool.lines()).toHaveLength(6);
  });

  it('follow no directory that has nobody', async () => {
    account('it', 'it', '机房', ['administrator']);
    const { code, output } = await sync('--apply', '--disable-unknown');
    expect([code, output.includes('The directory has no people yet')]).toEqual([1, true]);
    expect(pool.changes()).toEqual([]);
  });
});
