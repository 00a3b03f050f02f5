import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Directory, Person, Unit } from '../../shared/workflow/directory.ts';
import {
  changeDirectory,
  clientOf,
  eventually,
  historyOf,
  holding,
  linkFor,
  minutesUntil,
  type Problem,
  pageOf,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn, textIn } from '../support/posted-form.ts';

/** What the office's pages say of open projects before something is changed, and what may not be changed. */

type Client = Awaited<ReturnType<typeof clientOf>>;

let platform: Platform;
let administrator: Client;
/** A project of the first unit that waits for the reviewer. */
let id: string;
beforeAll(async () => {
  platform = await startPlatform();
  administrator = await clientOf(platform, 'administrator');
  ({ id } = await submit(platform));
  await linkFor(platform, 'reviewer', id);
});
afterAll(() => platform.stop());

const OWN = '11530121MB1584810X';
const HEIR = '11530121MB1000101G';
const OTHER_BUREAU = '11530121MB1000102F';

const open = async (path: string, form?: Record<string, string>) => {
  const { status, html } = await pageOf(platform, 'administrator', path, form);
  return { status, html, text: textIn(html) };
};
/** What the page of a unit or person says will follow from a change of its fields. */
const lookAt = async (path: string, fields: Record<string, string>) =>
  open(path, { ...formIn((await open(path)).html), ...fields, intent: 'check' });

const withPeople = (changes: Readonly<Record<string, Partial<Person>>>) => (now: Directory) => ({
  ...now,
  people: now.people.map((one) => ({ ...one, ...changes[one.id] })),
});

describe('what waits for somebody', () => {
  it('is found where they stand in for whoever stands in', async () => {
    const today = (await platform.now()).toISOString().slice(0, 10);
    const away = (delegate: string) => ({ absences: [{ from: today, to: '2999-12-31', delegate }] });
    expect((await open('/directory/people/auditor')).text).toContain('没有等其办理的事项');
    // Nobody of them but the reviewer has a post.
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer' }));
    await changeDirectory(
      platform,
      withPeople({ reviewer: away('submitter2'), submitter2: away('auditor') }),
    );
    const { text } = await minutesUntil(platform, 'the request to reach the last of them', async () => {
      const page = await open('/directory/people/auditor');
      return page.text.includes(id) && page;
    });
    expect(text).toMatch(/待其办理 1 /);
    expect(text).not.toContain('没有等其办理的事项');
    // Who comes back is asked again, and the page says so before.
    const back = await lookAt('/directory/people/reviewer', { 'absences.0.from': '2999-12-01' });
    expect(back.text).toMatch(new RegExp(`有 1 件在办事项与此改动有关.*${id}.*将转由.+办理`));
    // Whose absence it is not, moves nothing.
    const other = await lookAt('/directory/people/approver', { email: 'elsewhere@countersign.example' });
    expect(other.text).toContain('没有受影响的在办事项');
    await changeDirectory(platform, withPeople({ reviewer: { absences: [] }, submitter2: { absences: [] } }));
    await minutesUntil(platform, 'the request to come back', async () => {
      return (await open('/directory/people/reviewer')).text.includes(id);
    });
  });
});

describe('a look ahead', () => {
  it('foresees what another finance unit does to a unit’s projects', async () => {
    await changeDirectory(platform, (now) => ({
      ...now,
      units: [
        ...now.units,
        {
          id: OTHER_BUREAU,
          name: '另一财政局（示例）',
          posts: [{ post: 'reviewer', holder: 'approver2' }],
        },
      ],
    }));
    const page = `/directory/units/${OWN}`;
    const look = await lookAt(page, { finance: OTHER_BUREAU });
    expect(look.text).toContain('有 1 件在办事项与此改动有关');
    expect(look.text).toMatch(new RegExp(`${id}.*将转由.+办理`));
    const renamed = await lookAt(page, { name: '改名的单位（示例）' });
    expect(renamed.text).toContain('没有受影响的在办事项');
    const supervised = await lookAt(page, { supervisor: OTHER_BUREAU });
    expect(supervised.text).toContain('没有受影响的在办事项');
    const merged = await lookAt(page, { successor: HEIR });
    expect(merged.text).toContain('本单位有 1 个在办项目，保存后由承接单位继续办理');
  });
});

describe('a unit with open projects', () => {
  it('is not removed, on its page, by a program, nor by a table; its successor takes them, and then it can go', async () => {
    // Its people are no hindrance any more.
    await changeDirectory(platform, (now) => ({
      ...now,
      people: now.people.map((one) => (one.unit === OWN ? { ...one, unit: HEIR } : one)),
    }));
    const page = `/directory/units/${OWN}`;
    const { version = '' } = formIn((await open(page)).html);
    const removal = await open(`${page}/remove`, { version, intent: 'save' });
    expect(removal.status).toBe(422);
    expect(removal.text).toContain(`还有未办结的项目或草稿，不能删除：${id}。请先填写承接单位`);

    const read = await administrator.get<Unit>(page);
    const match = { 'if-match': read.headers.get('etag') ?? '', 'accept-language': 'en' };
    const deleted = await administrator.delete<Problem>(page, undefined, match);
    expect([deleted.status, deleted.body.code]).toEqual([422, 'invalid-body']);
    expect(JSON.stringify(deleted.body.errors)).toContain('Name its successor first');

    const whole = await administrator.get<Directory>('/directory');
    const units = whole.body.units.filter((one) => one.id !== OWN);
    const etag = { 'if-match': whole.headers.get('etag') ?? '' };
    const put = await administrator.put<Problem>('/directory', { ...whole.body, units }, etag);
    expect([put.status, JSON.stringify(put.body.errors).includes(id)]).toEqual([422, true]);

    const table = ['单位代码,单位名称', ...units.map((one) => `${one.id},${one.name}`)].join('\n');
    const preview = await open('/directory/imports', { text: table, removeMissing: '1' });
    expect(preview.text).toContain('还有未办结的项目或草稿');
    expect(preview.html).not.toMatch(/action="\/directory\/imports\/[0-9a-f]{64}"/);

    await changeDirectory(platform, (now) => ({
      ...now,
      units: now.units.map((one) => (one.id === OWN ? { ...one, successor: HEIR } : one)),
    }));
    await minutesUntil(platform, 'the project to go on elsewhere', async () => {
      return (await historyOf(platform, id)).some(({ action }) => action === 'unit-changed');
    });
    const gone = await eventually('the unit to be free', async () => {
      const looked = await open(`${page}/remove`, {
        version: formIn((await open(page)).html).version ?? '',
        intent: 'check',
      });
      return looked.status === 200 && looked;
    });
    expect((await open(`${page}/remove`, { ...formIn(gone.html), intent: 'save' })).status).toBe(303);
  });
});
