import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '../../shared/contract/routes.ts';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { definition } from '../../shared/declaration/definition.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { withoutContent } from '../../shared/document/text-content.ts';
import { fieldAt } from '../../shared/forms/field-at.ts';
import { hasErrors } from '../../shared/forms/finding.ts';
import { pointerOf, putAt, valueAt } from '../../shared/forms/pointer.ts';
import { digest } from '../../shared/history/digest.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { verifyExport } from '../../shared/history/verification/verify-export.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  clientOf,
  eventually,
  linkFor,
  linksFor,
  type Problem,
  submit,
} from '../support/client.ts';
import { readPdf, textOfPages } from '../support/pdf.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { entriesOf } from '../support/zip.ts';

let platform: Platform;
let id: string;
beforeAll(async () => {
  platform = await startPlatform();
  ({ id } = await submit(platform));
  await linkFor(platform, 'reviewer', id);
});
afterAll(() => platform.stop());

const { legalRepresentative } = aDeclaration().unit;

const unitOf = ({ declaration }: ProjectView) => declaration.unit as { legalRepresentative: string };

describe('the personal data of a declaration', () => {
  it.each(['submitter', 'reviewer'])('is shown to %s, who declared it or decides on it', async (account) => {
    const { body } = await (await clientOf(platform, account)).get<ProjectView>(`/projects/${id}`);
    expect(body.masked).toBe(false);
    expect(unitOf(body).legalRepresentative).toBe(legalRepresentative);
    expect(digest(body.declaration)).toBe(body.contentHash);
  });

  it('is masked for an auditor, on the page, as JSON, in the document and its Word file', async () => {
    const auditor = await clientOf(platform, 'auditor');
    const { body } = await auditor.get<ProjectView>(`/projects/${id}`);
    expect([body.masked, body.actions]).toEqual([true, ['unmask']]);
    expect(unitOf(body).legalRepresentative).toMatch(/^.\*\*$/);
    for (const path of [`/projects/${id}`, `/projects/${id}/document`]) {
      const { body: html } = await auditor.get<string>(path, undefined, { accept: 'text/html' });
      expect(html).toContain(unitOf(body).legalRepresentative);
      expect(html).not.toContain(legalRepresentative);
    }
  });

  it('is shown to an auditor who says what for, and that is an event in the auditor’s own chain', async () => {
    const auditor = await clientOf(platform, 'auditor');
    const refused = await auditor.post<Problem>(`/projects/${id}/unmask`, { comment: '' });
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid-body']);

    const { status, body } = await auditor.post<ProjectView>(`/projects/${id}/unmask`, {
      comment: '核对法定代表人的证件',
    });
    expect([status, body.masked, unitOf(body).legalRepresentative]).toEqual([
      200,
      false,
      legalRepresentative,
    ]);
    const found = await auditor.get<{ events: HistoryEvent[] }>('/history?chain=reader:auditor&order=newest');
    expect(found.body.events.slice(0, 1)).toMatchObject([
      {
        chain: 'reader:auditor',
        actor: { id: 'auditor', role: 'auditor' },
        projectId: id,
        comment: '核对法定代表人的证件',
        scope: `/projects/${id}`,
      },
    ]);
    // The next look is masked again.
    expect((await auditor.get<ProjectView>(`/projects/${id}`)).body.masked).toBe(true);
  });

  it('is shown so to nobody else', async () => {
    const reviewer = await clientOf(platform, 'reviewer');
    const refused = await reviewer.post<Problem>(`/projects/${id}/unmask`, { comment: '核对' });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  });
});

describe('personal data that was typed into texts', () => {
  const mobile = '13800138000';
  const identity = '53012119900307123X';
  const mailbox = 'zhang.san@example.com';
  const typed = `联系138 0013 8000、${identity}、${mailbox}`;
  const reason = encodeURIComponent('年度审计抽查需要核对');
  const shows = (text: string): boolean =>
    [text, text.replace(/<[^>]+>/g, '')].some((one) =>
      [mobile, identity, mailbox, legalRepresentative].some((data) =>
        one.replace(/[\s-]/g, '').replaceAll('%40', '@').includes(data),
      ),
    );
  const asked = async (account: string, path: string, accept = 'application/json') => {
    const response = await fetch(`${platform.product}${path}`, {
      redirect: 'manual',
      headers: { accept, authorization: `Bearer ${await platform.token(account)}` },
    });
    const headers = [...response.headers.values()].map(decodeURIComponent).join('\n');
    return { status: response.status, headers, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  /** What an answer holds, also where it is an archive, a PDF or a text with its content, with what its headers say. */
  async function textIn({ headers, bytes }: Awaited<ReturnType<typeof asked>>): Promise<string> {
    const kind = bytes.subarray(0, 4).toString();
    if (kind === '%PDF') return [headers, textOfPages(await readPdf(bytes))].join('\n');
    const parts = kind.startsWith('PK')
      ? [...entriesOf(bytes).values()].map((part) => part.toString('utf8'))
      : [bytes.toString('utf8'), JSON.stringify(withoutContent(bytes.toString('utf8')).content)];
    return [headers, ...parts].join('\n');
  }
  async function textOf(account: string, path: string, accept?: string): Promise<string> {
    const answer = await asked(account, path, accept);
    expect([path, answer.status]).toEqual([path, 200]);
    return textIn(answer);
  }

  const textPlaces = (value: unknown, path: readonly PropertyKey[] = []): string[] => {
    if (typeof value === 'string') return fieldAt(definition, path)?.kind === 'text' ? [pointerOf(path)] : [];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => textPlaces(inner, [...path, key]));
  };
  /** A declaration with it in every text that takes it, and the places of those. */
  function typedEverywhere() {
    const { unit } = aDeclaration();
    let declaration: Record<string, unknown> = aDeclaration({ unit: { ...unit, profile: '示例单位' } });
    const places = textPlaces(declaration).filter((place) => {
      const before = valueAt(declaration, place);
      const taken = [`${before} ${legalRepresentative} ${typed}`, `${before} ${mobile}`, mobile]
        .map((text) => putAt(declaration, place, text))
        .find((changed) => !hasErrors(form.check(changed, unit.uscc)));
      declaration = taken ?? declaration;
      return taken !== undefined;
    });
    return { declaration, places };
  }

  const { declaration, places } = typedEverywhere();
  it('can be typed in many places', () => {
    expect(places).toEqual(expect.arrayContaining(['/title', '/overview', '/plan/2/name', '/unit/profile']));
    expect(places.length).toBeGreaterThan(45);
  });

  const decide = async (link: string, decision: object) => {
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    expect((await anyone.post(link, { contentHash, ...decision })).status).toBe(200);
  };

  let typedInto: string;
  let rejected: string;
  beforeAll(async () => {
    rejected = (await submit(platform, 'submitter', declaration)).id;
    const comment = `请核对，${typed}`;
    await decide(await linkFor(platform, 'reviewer', rejected), { outcome: 'return', comment });
    expect((await actOfUnit(platform, rejected, 'submit')).status).toBe(200);
    const [, again = ''] = await eventually('the second link', async () => {
      const links = await linksFor(platform, 'reviewer', rejected);
      return links.length > 1 && links;
    });
    await decide(again, { outcome: 'approve', supplied: { verdict: 'good', internalNote: typed } });
    await decide(await linkFor(platform, 'approver', rejected), { outcome: 'reject', comment });

    typedInto = (await submit(platform, 'submitter', declaration)).id;
    await linkFor(platform, 'reviewer', typedInto);
    const administrator = await clientOf(platform, 'administrator');
    await administrator.post(`/projects/${typedInto}/reassignment`, {
      stage: 'finance-review',
      to: 'reviewer2',
      comment: `岗位调整，${typed}`,
    });
    const review = await linkFor(platform, 'reviewer2', typedInto);
    await decide(review, {
      outcome: 'approve',
      comment: `${legalRepresentative}已说明，${typed}`,
      cuts: [{ line: 2, amountFen: 4_000_000, reason: `按上年执行数核定，${typed}` }],
      supplied: { verdict: 'good', internalNote: `${legalRepresentative}，${typed}` },
    });
    const submitter = await clientOf(platform, 'submitter');
    const objection = { comment: `有三份报价可以说明，${typed}` };
    expect((await submitter.post(`/projects/${typedInto}/objection`, objection)).status).toBe(200);
  });

  const everywhere = (project: string): [path: string, accept?: string][] => [
    [`/projects/${project}`],
    [`/projects/${project}`, 'text/html'],
    [`/projects/${project}/document`, 'text/html'],
    [`/projects/${project}/document?format=docx`],
    [`/projects/${project}/document?format=pdf`],
    [`/projects/${project}/document?format=txt`],
    [`/projects/${project}/history`],
    [`/projects/${project}/history`, 'text/html'],
    [`/projects/${project}/history?format=csv`],
    [`/projects/${project}/history?format=xlsx`],
    [`/history?project=${project}`],
    [`/history?project=${project}`, 'text/html'],
    [`/history?project=${project}&format=csv`],
    [`/history?project=${project}&format=xlsx`],
    ['/history/overview', 'text/html'],
    ['/history/overview'],
    ['/?tab=waiting', 'text/html'],
  ];

  it('is in no answer to an auditor', async () => {
    for (const project of [typedInto, rejected])
      for (const [path, accept] of everywhere(project)) {
        const text = await textOf('auditor', path, accept);
        expect([path, accept, shows(text)]).toEqual([path, accept, false]);
      }
    expect(await textOf('auditor', `/projects/${typedInto}/history`, 'text/html')).toContain('138****8000');
  });

  /** Every route that only reads: as JSON and as a page in both languages, and each kind of file. */
  const readings = (id: string): [path: string, accept?: string][] =>
    routes
      .filter(({ method }) => method === 'GET')
      .flatMap(({ path, query }) => {
        const given: Readonly<Record<string, string>> = { id, form: definition.id, number: '1' };
        const day = '2026-03-18';
        const period = query && 'from' in query.unwrap().shape ? `from=${day}&to=${day}&` : '';
        const address = `${path.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? '0')}?${period}`;
        const formats =
          query && 'format' in query.unwrap().shape ? ['csv', 'xlsx', 'ndjson', 'docx', 'pdf', 'txt'] : [];
        return [
          [`${address}lang=en`],
          [`${address}lang=en`, 'text/html'],
          [`${address}lang=zh`, 'text/html'],
          ...formats.map((format): [string] => [`${address}format=${format}`]),
        ] satisfies [string, string?][];
      });

  it('is in no answer to an auditor of any route, whatever it is asked for', async () => {
    for (const [path, accept] of [...readings(typedInto), ...readings(rejected)]) {
      const answer = await asked('auditor', path, accept);
      expect([path, accept, shows(await textIn(answer))]).toEqual([path, accept, false]);
      // A limit that is reached would show nothing.
      expect([path, answer.status]).not.toEqual([path, 429]);
    }
  });

  it('is all there for its parties', async () => {
    for (const account of ['submitter', 'reviewer2'])
      for (const [path, accept] of everywhere(typedInto).slice(0, 9))
        expect([account, path, shows(await textOf(account, path, accept))]).toEqual([account, path, true]);
  });

  it('is in no list and no mail of an administrator, nor in the mail to whoever was asked before', async () => {
    for (const accept of ['application/json', 'text/html'])
      expect(shows(await textOf('administrator', '/requests', accept))).toBe(false);
    const told = await eventually('the mail to the former holder', async () =>
      (await platform.messages()).find(
        ({ to, subject, text }) =>
          to.startsWith('reviewer@') && subject.includes('已转办') && text.includes(typedInto),
      ),
    );
    expect(shows(JSON.stringify(told))).toBe(false);
    expect(told.subject).toContain('138****8000');
  });

  it('goes into evidence only for a reason, and evidence holds', async () => {
    for (const path of [`/projects/${typedInto}/history?format=ndjson`, `/projects/${typedInto}/evidence`]) {
      const refused = await asked('auditor', path);
      expect([path, refused.status]).toEqual([path, 400]);
      expect(shows(refused.bytes.toString('utf8'))).toBe(false);
    }
    const lines = await asked('auditor', `/projects/${typedInto}/history?format=ndjson&reason=${reason}`);
    expect([lines.status, shows(await textIn(lines))]).toEqual([200, true]);
    const check = verifyExport('export.ndjson', { filtered: false });
    check.push(lines.bytes);
    expect(check.end()).toMatchObject({ holds: true });
    const evidence = await textOf('auditor', `/projects/${typedInto}/evidence?contents=yes&reason=${reason}`);
    expect(shows(evidence)).toBe(true);
  });
});
