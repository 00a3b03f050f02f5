import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LARGE_BODY_BYTES, USUAL_BODY_BYTES } from '../../shared/contract/body-size.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Directory, Person, Unit } from '../../shared/workflow/directory.ts';
import { officeOf } from '../bench/large-office.ts';
import { clientOf } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;

let platform: Platform;
let administrator: Client;
let auditor: Client;
beforeAll(async () => {
  platform = await startPlatform();
  [administrator, auditor] = (await Promise.all(
    ['administrator', 'auditor'].map((account) => clientOf(platform, account)),
  )) as [Client, Client];
});
afterAll(() => platform.stop());

const tagOf = ({ headers }: { headers: Headers }) => ({ 'if-match': headers.get('etag') ?? '' });
const isNew = { 'if-none-match': '*' };
const unit = { id: '11530121MB1000102F', name: '示例单位三（示例）' };
const person = (id: string): Person => ({
  id,
  name: `${id}（示例）`,
  email: `${id}@countersign.example`,
  unit: '11530121MB1000101G',
});

describe('the directory, piece by piece', () => {
  it('is listed by pages, and searched by words of a name, an id or an address', async () => {
    const { body } = await administrator.get<{ people: Person[]; next: string | null }>(
      '/directory/people?limit=3',
    );
    expect(body.people.map(({ id }) => id)).toEqual(['administrator', 'approver', 'approver2']);
    expect(body.next).toBe('approver2');
    const rest = await administrator.get<{ people: Person[]; next: string | null }>(
      '/directory/people?limit=200&cursor=approver2',
    );
    expect(rest.body.people.map(({ id }) => id)).not.toContain('approver2');
    expect(rest.body.next).toBeNull();
    const found = await administrator.get<{ units: (Unit & { people: number })[] }>(
      `/directory/units?q=${encodeURIComponent('应急')}`,
    );
    expect(found.body.units).toMatchObject([{ id: '11530121MB1584810X', people: 1 }]);
    const byAddress = await administrator.get<{ people: Person[] }>('/directory/people?q=REVIEWER2%40');
    expect(byAddress.body.people).toMatchObject([{ id: 'reviewer2', postsAt: ['11530121MB100023X0'] }]);
  });

  it('takes a new unit and a new person, changes them over what was read, and lets them go', async () => {
    const added = await administrator.put<Unit>(`/directory/units/${unit.id}`, unit, isNew);
    expect([added.status, added.body]).toEqual([200, unit]);
    expect((await administrator.put(`/directory/units/${unit.id}`, unit, isNew)).status).toBe(412);
    expect((await administrator.put(`/directory/units/${unit.id}`, unit)).status).toBe(428);
    const someone = { ...person('someone'), unit: unit.id };
    const put = await administrator.put<Person>('/directory/people/someone', someone, isNew);
    const read = await administrator.get<Person>('/directory/people/someone');
    expect(read.body).toEqual(someone);
    expect(tagOf(read)).toEqual(tagOf(put));

    const busy = await administrator.delete(`/directory/units/${unit.id}`, undefined, tagOf(added));
    expect([busy.status, busy.body.errors?.[0]?.rule]).toEqual([422, 'directory']);
    const renamed = await administrator.put(
      '/directory/people/someone',
      { ...someone, name: '某人（示例）' },
      tagOf(read),
    );
    expect(renamed.status).toBe(200);
    expect((await administrator.put('/directory/people/someone', someone, tagOf(read))).status).toBe(412);
    expect((await administrator.delete('/directory/people/someone', undefined, tagOf(read))).status).toBe(
      412,
    );
    expect((await administrator.delete('/directory/people/someone', undefined, tagOf(renamed))).status).toBe(
      204,
    );
    expect((await administrator.get('/directory/people/someone')).status).toBe(404);
    expect((await administrator.delete(`/directory/units/${unit.id}`, undefined, tagOf(added))).status).toBe(
      204,
    );
  });

  it('says what does not hold, where it stands, and changes nothing', async () => {
    const read = await administrator.get<Person>('/directory/people/reviewer');
    const wrong = {
      ...read.body,
      email: 'Approver@countersign.example',
      absences: [{ from: '2026-12-05', to: '2026-12-01', delegate: 'reviewer' }],
    };
    const refused = await administrator.put('/directory/people/reviewer', wrong, tagOf(read));
    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map(({ path }) => path).toSorted()).toEqual([
      '/absences/0/delegate',
      '/absences/0/to',
      '/email',
    ]);
    expect((await administrator.get('/directory/people/reviewer')).body).toEqual(read.body);
    const elsewhere = await administrator.put('/directory/people/reviewer2', read.body, isNew);
    expect([elsewhere.status, elsewhere.body.errors?.[0]?.path]).toEqual([422, '/id']);
    const list = await administrator.get('/directory/administrators');
    expect((await administrator.put('/directory/administrators', [], tagOf(list))).status).toBe(422);
  });

  it('lets two administrators change two people at the same moment', async () => {
    const ids = ['submitter', 'submitter2', 'auditor', 'approver'];
    const changed = await Promise.all(
      ids.map(async (id) => {
        const read = await administrator.get<Person>(`/directory/people/${id}`);
        return administrator.put(`/directory/people/${id}`, { ...read.body, lang: 'en' }, tagOf(read));
      }),
    );
    expect(changed.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { body } = await administrator.get<Directory>('/directory');
    expect(body.people.filter(({ lang }) => lang === 'en').map(({ id }) => id)).toEqual(ids.toSorted());
  });

  it('tells an auditor of each change what it was, and by whom', async () => {
    const read = await administrator.get<Person>('/directory/people/reviewer');
    await administrator.put(
      '/directory/people/reviewer',
      { ...read.body, name: '审核人（示例）' },
      tagOf(read),
    );
    const { body } = await auditor.get<{ events: HistoryEvent[] }>('/history?chain=rules&limit=100');
    const event = body.events.find(({ action }) => action === 'directory-changed');
    expect(event).toMatchObject({ action: 'directory-changed', actor: { id: 'administrator' } });
    const details = await auditor.get<string>(`/history/details/${event?.detailsHash}`);
    expect(details.body).toMatchObject({
      changes: [{ person: 'reviewer', before: read.body, after: { ...read.body, name: '审核人（示例）' } }],
    });
  });

  it('goes in whole by one call, where the office is as large as a directory may be', async () => {
    const { headers } = await administrator.get('/directory');
    const largest = officeOf(2_000, 10_000);
    expect(Buffer.byteLength(JSON.stringify(largest))).toBeGreaterThan(USUAL_BODY_BYTES);
    const put = await administrator.put<Directory>('/directory', largest, tagOf({ headers }));
    expect(put.status).toBe(200);
    const { body } = await administrator.get<Directory>('/directory');
    expect([body.units.length, body.people.length]).toEqual([2_000, 10_000]);

    const tooLarge = { ...largest, note: ' '.repeat(LARGE_BODY_BYTES) };
    const refused = await administrator.put('/directory', tooLarge, tagOf(put));
    expect(refused).toMatchObject({
      status: 413,
      body: { code: 'too-large', detail: '此处最多接收 4 MB。' },
    });
  });

  it('is for administrators alone', async () => {
    for (const path of ['/directory/units', '/directory/people/reviewer', '/directory/administrators'])
      expect((await auditor.get(path)).status).toBe(403);
  });
});
