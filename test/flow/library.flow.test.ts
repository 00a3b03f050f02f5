import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  atRest,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  linkFor,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { openStorage } from '../support/stored-items.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  // Of what is delivered again and again, in another order, everything comes once.
  await platform.faults({ stream: { redeliver: 20, shuffle: true } });
});
afterAll(() => platform.stop());

const SECOND_UNIT = '11530121MB1000101G';
const FORM = '/forms/project-declaration';

async function approve(id: string): Promise<void> {
  for (const account of ['reviewer', 'approver'])
    await decideBy(platform, await linkFor(platform, account, id), { outcome: 'approve' });
}

/** The names that a form offers to somebody, with what each brings. */
async function offered(account: string, path = FORM): Promise<(readonly [name: string, fills: object])[]> {
  const client = await clientOf(platform, account);
  const { body } = await client.get<string>(path, undefined, { accept: 'text/html' });
  const options = [...body.matchAll(/<option value="([^"]*)" label="[^"]*" data-fills="([^"]*)"/g)];
  return options.map(([, name = '', fills = '']) => [name, JSON.parse(fills.replaceAll('&quot;', '"'))]);
}
const names = async (account: string) => (await offered(account)).map(([name]) => name);

async function libraries(): Promise<(string | undefined)[]> {
  const storage = await openStorage(platform);
  const items = await storage.all('Projects');
  storage.close();
  return items
    .filter(({ pk }) => pk?.S?.startsWith('LIBRARY#'))
    .map(({ pk, edition }) => `${pk?.S} ${edition?.N}`)
    .sort();
}

/** An indicator that names who leads the project: 王小明. */
const personal = {
  level1: 'output',
  level2: 'quantity',
  name: '王小明工作室开放',
  nature: 'quantitative',
  operator: '>=',
  value: '200',
  unit: '天',
} as const;

function aPersonalDeclaration() {
  const { performance, ...rest } = aDeclaration();
  return {
    ...rest,
    kind: { lead: '王小明' },
    performance: { ...performance, indicators: [...performance.indicators, personal] },
  };
}

describe('the indicators of an approved declaration', () => {
  const sample = aDeclaration().performance.indicators.map(({ name }) => name);

  it('are offered by the form of the unit, with how they count; before they were approved they are not', async () => {
    const { id } = await submit(platform, 'submitter', aPersonalDeclaration());
    await linkFor(platform, 'reviewer', id);
    expect(await names('submitter')).toEqual([]);
    await approve(id);
    await eventually('the library', async () => (await names('submitter')).length > 0);
    expect(await names('submitter')).toEqual([...sample, personal.name]);
    const [first] = await offered('submitter');
    expect(first?.[1]).toEqual({
      level1: 'output',
      level2: 'quantity',
      nature: 'quantitative',
      operator: '=',
      unit: '次',
    });
  });

  it('are offered to the other units of the finance bureau, without what is personal, and to no other bureau', async () => {
    expect(await names('submitter2')).toEqual(sample);
    await changeDirectory(platform, (directory) => ({
      ...directory,
      units: directory.units.map((unit) =>
        unit.id === SECOND_UNIT ? { ...unit, finance: '11530121MB1584810X' } : unit,
      ),
    }));
    expect(await names('submitter2')).toEqual([]);
  });

  it('were written once, however often the approval was delivered', async () => {
    await atRest(platform);
    expect(await libraries()).toEqual([
      'LIBRARY#project-declaration#FINANCE#11530121MB100023X0 1',
      'LIBRARY#project-declaration#UNIT#11530121MB1584810X 1',
    ]);
  });
});

describe('a line of the plan that no indicator measures', () => {
  async function post(path: string, fields: Record<string, string>): Promise<Response> {
    return fetch(`${platform.product}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${await platform.token('submitter')}`,
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ form: 'project-declaration', ...fields }).toString(),
    });
  }
  const line = {
    'plan.1.name': '应急演练经费',
    'plan.1.quantity': '8',
    'plan.1.quantityUnit': '次',
    'performance.indicators.0.name': '无关指标',
  };
  const indicator = {
    level1: 'output',
    level2: 'quantity',
    name: '应急演练次数',
    nature: 'quantitative',
    value: '8',
    unit: '次',
    line: '应急演练经费',
  };

  it('makes one without a script, and the page goes on there', async () => {
    const answer = await post('/projects', { ...line, idempotencyKey: 'offer-1', intent: 'offer:/plan/1' });
    expect(answer.status).toBe(303);
    const location = answer.headers.get('location') ?? '';
    expect(location).toMatch(/#f-\/performance\/indicators\/1$/);
    const client = await clientOf(platform, 'submitter');
    const path = location.replace(/[?#].*/, '');
    const { declaration } = (await client.get<ProjectView>(path)).body;
    expect(declaration).toMatchObject({ performance: { indicators: [{ name: '无关指标' }, indicator] } });
    const { body } = await client.get<string>(path, undefined, { accept: 'text/html' });
    expect(body).toMatch(/value="offer:\/plan\/1"[^>]* hidden/);
  });

  it('makes none in a list that a return did not open', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const comment = '请补充第一项支出的测算依据';
    await decideBy(platform, link, { outcome: 'return', comment, fields: ['/plan/0/basis'] });
    const client = await clientOf(platform, 'submitter');
    const project = async () => (await client.get<ProjectView>(`/projects/${id}`)).body;
    await eventually('the return', async () => (await project()).state === 'returned');
    const before = await project();
    const { body } = await client.get<string>(`/projects/${id}`, undefined, { accept: 'text/html' });
    expect(body).not.toContain('value="offer:');
    const fields = {
      'plan.0.basis': '45个×5000元',
      version: String(before.version),
      intent: 'offer:/plan/0',
    };
    expect((await post(`/projects/${id}`, fields)).status).toBe(303);
    const after = await project();
    expect(after.declaration).toMatchObject({ plan: [{ basis: '45个×5000元' }, {}, {}] });
    expect(after.declaration).toMatchObject({
      performance: { indicators: Array(sampleCount(before)).fill({}) },
    });
  });

  const sampleCount = ({ declaration }: ProjectView): number => {
    const { performance } = declaration as ReturnType<typeof aDeclaration>;
    return performance.indicators.length;
  };
});
