import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { definition } from '../../../shared/declaration/definition.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { readForm } from '../../../shared/forms/form-data.ts';
import { MOST_OFFERED } from '../../../shared/forms/library.ts';
import { readRowIntent } from '../../../shared/forms/rows.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { postedBy, tagsOf, textOf } from './markup.ts';
import { aForm, aRound } from './samples/form-pages.tsx';
import { findings, ID } from './samples/project.ts';

const draft = {
  id: ID,
  revision: 1,
  version: 7,
  state: 'draft',
  savedAt: '2026-11-10T02:32:05.000Z',
} as const;
const read = (html: string) => readForm(definition, postedBy(html));
const buttonsOf = (html: string) =>
  tagsOf(html).filter(({ name, inTemplate }) => name === 'button' && !inTemplate);

describe('what the form posts', () => {
  it('is the declaration that it shows', () => {
    expect(read(renderToString(aForm()))).toEqual({ declaration: aDeclaration(), unread: {} });
  });

  it('keeps what was typed and not understood', () => {
    const { plan } = aDeclaration();
    const [first, ...rest] = plan;
    const unread = { '/plan/0/amountFen': '三十万', '/budgetYear': '去年' };
    const partial = {
      ...aDeclaration(),
      budgetYear: undefined,
      plan: [{ ...first, amountFen: undefined }, ...rest],
    };
    expect(read(renderToString(aForm({ declaration: partial, unread }))).unread).toEqual(unread);
  });

  it('keeps line breaks, also one at the beginning', () => {
    const overview = 'one\n\ntwo';
    const html = renderToString(aForm({ declaration: { overview: `\n${overview}` } }));
    expect(html).toContain(`>\n\n${overview}</textarea>`);
    expect(read(html).declaration).toEqual({ overview });
  });

  it('shows a row for what was typed beyond the rows that are kept', () => {
    const html = renderToString(aForm({ declaration: {}, unread: { '/plan/2/amountFen': '五' } }));
    expect(postedBy(html)).toContainEqual(['plan.2.amountFen', '五']);
  });

  it('begins with one empty row where a list must have one, and with more where they are asked for', () => {
    const names = (html: string) => postedBy(html).map(([name]) => name);
    const begun = names(renderToString(aForm({ declaration: {} })));
    expect(begun).toContain('plan.0.name');
    expect(begun).not.toContain('plan.1.name');
    expect(begun).not.toContain('basis.0.articles.0');
    const more = names(
      renderToString(aForm({ declaration: {}, extraRows: { '/plan': 2, '/basis/0/articles': 1 } })),
    );
    expect(more).toContain('plan.2.name');
    expect(more).toContain('basis.0.articles.0');
  });
});

describe('its buttons', () => {
  it('let Enter save and not submit: the first one of the form is harmless', () => {
    expect(buttonsOf(renderToString(aForm()))[0]?.attributes).toMatchObject({
      name: 'intent',
      value: 'save',
    });
    expect(buttonsOf(renderToString(aForm({ project: draft })))[0]?.attributes).toMatchObject({
      value: 'save',
    });
  });

  it('name rows that the server understands', () => {
    const values = buttonsOf(renderToString(aForm()))
      .flatMap(({ attributes }) => (attributes.name === 'intent' ? [attributes.value ?? ''] : []))
      .filter((value) => !/^(save|check|submit|paste:.*|offer:.*|attach:.*)$/.test(value));
    expect(values).toContain('add:/plan');
    expect(values).toContain('up:/plan/2');
    expect(values).toContain('remove:/basis/6/articles/1');
    expect(values.filter((value) => readRowIntent(definition, value) === null)).toEqual([]);
  });

  it('offer to make an indicator at each line of the plan, in sight where it lacks one', () => {
    const lacking = { of: '/plan/1', lacking: true, belonging: [] };
    const html = renderToString(aForm({ offers: [lacking] }));
    const offers = buttonsOf(html).filter(({ attributes }) => attributes.value?.startsWith('offer:'));
    const inSight = offers.filter(({ attributes }) => !('hidden' in attributes));
    expect(inSight.map(({ attributes }) => attributes.value)).toEqual(['offer:/plan/1']);
    expect(offers.map(({ attributes }) => attributes.value)).toEqual(
      [0, 1, 2].map((row) => `offer:/plan/${row}`),
    );
  });

  it('name what measures a line of the plan, and lead there', () => {
    const html = renderToString(aForm({ offers: form.rowOffers(aDeclaration()) }));
    const links = [...html.matchAll(/<p class="belonging"[^>]*>.*?<\/p>/g)].map(([note]) =>
      [...note.matchAll(/href="#f-([^"]*)">([^<]*)/g)].map(([, path, text]) => [path, text]),
    );
    expect(links).toEqual([
      [],
      [],
      [['/performance/indicators/0', '组织安全生产月活动 = 1 次']],
      // The template of a new line.
      [],
    ]);
  });

  it('shut where there is nowhere to go', () => {
    const disabled = buttonsOf(renderToString(aForm()))
      .filter(({ attributes }) => 'disabled' in attributes)
      .map(({ attributes }) => attributes.value);
    expect(disabled).toEqual(expect.arrayContaining(['up:/plan/0', 'down:/plan/2']));
    expect(disabled).not.toContain('down:/plan/0');
  });

  it('lead to the page to check, and never past it', () => {
    for (const html of [renderToString(aForm()), renderToString(aForm({ project: draft }))]) {
      const primary = buttonsOf(html).filter(({ attributes }) => attributes.class === 'primary');
      expect(primary.map(({ attributes, text }) => [attributes.value, text])).toEqual([
        ['check', '核对并提交'],
      ]);
      expect(html).not.toMatch(/\/submi/);
    }
  });

  it('send a new form to be created, with a key that makes it happen once', () => {
    const html = renderToString(aForm());
    expect(html).toContain('<form class="form-page" method="post" action="/projects"');
    expect(postedBy(html)).toEqual(
      expect.arrayContaining([
        ['form', 'project-declaration'],
        ['idempotencyKey', 'key-1'],
      ]),
    );
    expect(html).not.toContain('name="version"');
  });

  it('send a draft to its own address with the version that was read', () => {
    const html = renderToString(aForm({ project: draft }));
    expect(html).toContain(`action="/projects/${ID}"`);
    expect(postedBy(html)).toContainEqual(['version', '7']);
    expect(postedBy(html)).toContainEqual(['idempotencyKey', 'key-1']);
  });
});

describe('its inputs', () => {
  it('never keep the browser from saving a draft', () => {
    const blocking = tagsOf(renderToString(aForm({ project: draft }))).filter(
      ({ attributes }) => 'required' in attributes || 'pattern' in attributes,
    );
    expect(blocking).toEqual([]);
  });

  it('say what is required', () => {
    const required = tagsOf(renderToString(aForm({ declaration: {} })))
      .filter(({ attributes, inTemplate }) => attributes['aria-required'] === 'true' && !inTemplate)
      .map(({ attributes }) => attributes.name);
    expect(required).toEqual(expect.arrayContaining(['title', 'plan.0.amountFen', 'unit.uscc']));
    expect(required).not.toContain('plan.0.unitPriceFen');
  });

  it('show amounts back, in figures and in words', () => {
    const text = textOf(renderToString(aForm()));
    expect(text).toContain('225,000.00 元 贰拾贰万伍仟元整');
    expect(text).toContain('合计 31.50 / 资金安排 31.50 万元 相符');
  });

  it('say where the sum is over the appropriation', () => {
    const declaration = aDeclaration({ plan: [{ name: 'x', amountFen: 32_000_000 }] });
    expect(textOf(renderToString(aForm({ declaration })))).toContain('超出 0.50 万元');
  });
});

describe('findings', () => {
  const html = renderToString(aForm({ findings, showFindings: true, project: draft }));
  const byId = (id: string) => tagsOf(html).find(({ attributes }) => attributes.id === id)?.attributes;

  it('stand beside their field, which says so', () => {
    const input = byId('f-/plan/1/amountFen');
    expect(input?.['aria-invalid']).toBe('true');
    expect(input?.['aria-describedby']).toContain('m-/plan/1/amountFen');
    expect(byId('m-/plan/1/amountFen')).toBeDefined();
  });

  it('stand in a list that leads to them, errors before warnings', () => {
    const links = [...html.matchAll(/<li><a href="#(f-[^"]*)">/g)].map(([, id]) => id);
    expect(links).toEqual(['f-/plan/1/amountFen', 'f-/appropriation/amountFen', 'f-/plan', 'f-/plan/1']);
  });

  it('count in the list of sections', () => {
    expect(textOf(html)).toContain('七 项目实施计划 2 错误');
    expect(textOf(html)).toContain('六 资金安排情况 1 错误');
  });

  it('are not shown before somebody asked for them', () => {
    const quiet = renderToString(aForm({ findings, showFindings: false, declaration: {} }));
    expect(quiet).not.toContain('aria-invalid');
    expect(quiet).not.toContain('单价 × 数量不符');
    expect(textOf(quiet)).toContain('七 项目实施计划 未填');
  });

  it('without a place are told without a link', () => {
    const stale = [{ rule: 'stale-version', severity: 'error', path: '', message: '已被他人保存' }] as const;
    const page = renderToString(aForm({ findings: stale, showFindings: true }));
    expect(page).toContain('<li>已被他人保存</li>');
  });
});

describe('the list of findings', () => {
  const warnings = Array.from({ length: 16 }, (_, row) => ({
    rule: 'R10',
    severity: 'warning' as const,
    path: `/plan/${row}`,
    message: `第 ${row} 项`,
  }));
  const attributesOf = (html: string, id: string) =>
    tagsOf(html).find(({ attributes }) => attributes.id === id)?.attributes;

  it('is folded where warnings are many, and says that they stop nothing only where nothing stops', () => {
    const many = renderToString(aForm({ findings: warnings, showFindings: true }));
    expect(attributesOf(many, 'warnings')).not.toHaveProperty('open');
    expect(many).toContain('16 条提示，不影响提交');
    const few = renderToString(aForm({ findings: warnings.slice(0, 3), showFindings: true }));
    expect(attributesOf(few, 'warnings')).toHaveProperty('open');
    const stopped = renderToString(aForm({ findings: warnings, showFindings: true, isStopped: true }));
    expect(stopped).not.toContain('不影响提交');
  });

  it('is where reading begins after an attempt that failed', () => {
    const failed = renderToString(aForm({ findings, showFindings: true, isFailure: true }));
    expect(attributesOf(failed, 'errors')).toHaveProperty('autofocus');
    expect(
      attributesOf(renderToString(aForm({ findings, showFindings: true })), 'errors'),
    ).not.toHaveProperty('autofocus');
  });
});

describe('the round that is written for', () => {
  it('stays in sight: until when, the ceiling, and what this project leaves of it', () => {
    const text = textOf(renderToString(aForm({ rounds: [aRound] })));
    expect(text).toContain('2027 年度年初申报 · 申报截止 2026年11月20日 18:00（北京时间） · 剩余 8 天');
    // 50.00 in all, 31.50 handed in before, 31.50 asked for.
    expect(text).toContain('2027 年度年初申报 剩余 8 天 控制数 50.00 万元 超出 13.00 万元');
  });

  it('is the one of the budget year that was chosen', () => {
    const other = { ...aRound, id: '2021', budgetYear: 2021, unitCeilingFen: null };
    const text = textOf(renderToString(aForm({ rounds: [aRound, other] })));
    expect(text).toContain('2021 年度年初申报 剩余 8 天');
    expect(text).not.toContain('控制数 50.00 万元 超出');
  });
});

describe('the list of sections', () => {
  const stateOf = (declaration: unknown, section: string) =>
    new RegExp(`#s-${section}".*?data-state="([a-z]+)"`, 's').exec(
      renderToString(aForm({ declaration })),
    )?.[1];

  it('tells how far each section is', () => {
    expect(stateOf({}, 'unit')).toBe('empty');
    expect(stateOf({ unit: { name: 'x' } }, 'unit')).toBe('partial');
    expect(stateOf(aDeclaration(), 'unit')).toBe('complete');
  });

  it('takes an empty row for nothing', () => {
    expect(stateOf({ plan: [{}] }, 'plan')).toBe('empty');
    expect(stateOf({ plan: [{ name: 'x', amountFen: 1 }, {}] }, 'plan')).toBe('complete');
    expect(stateOf({ plan: [{ name: 'x' }] }, 'plan')).toBe('partial');
  });
});

describe('what has just been done to a draft', () => {
  it.each([
    ['saved', '已保存。改好后请提交审核。'],
    ['recalled', '已撤回，可以修改。'],
  ] as const)('is said: %s', (notice, words) => {
    expect(renderToString(aForm({ notice, project: draft }))).toContain(words);
    expect(renderToString(aForm({ project: draft }))).not.toContain(words);
  });

  it('is nothing that an old address says of another state of the project', () => {
    const old = renderToString(aForm({ notice: 'submitted', project: draft }));
    expect(old).toBe(renderToString(aForm({ project: draft })));
  });
});

describe('a returned draft', () => {
  it('shows the reason and leads to the fields it names', () => {
    const returned = { by: '审核人乙', comment: '请补充测算依据', fields: ['/plan/2/basis'] };
    const html = renderToString(aForm({ project: { ...draft, state: 'returned', returned } }));
    expect(textOf(html)).toContain('审核人乙 退回修改 请补充测算依据');
    expect(html).toContain('<a href="#f-/plan/2/basis">支出 3 · 测算依据</a>');
    expect(html).toContain('id="m-/plan/2/basis"');
  });
});

it('offers what was approved within the room that the page has for it', () => {
  // Names of twelve characters, none like another.
  const nameOf = (number: number) =>
    String.fromCharCode(
      ...Array.from({ length: 12 }, (_, index) => 0x4e00 + ((number * 7_919 + index * 104_729) % 3_000)),
    );
  const library = Array.from({ length: MOST_OFFERED }, (_, row) => ({
    fields: {
      name: nameOf(row),
      level1: 'output',
      level2: row % 2 === 0 ? 'quantity' : 'quality',
      nature: 'quantitative',
      operator: row % 3 === 0 ? '=' : '>=',
      unit: ['次', '人次', '%', '万元', '个'][row % 5] ?? '',
    },
    at: '2026-03-18T02:00:00.000Z',
    row,
  }));
  const html = renderToString(aForm({ library }));
  expect(html.match(/data-fills=/g)).toHaveLength(MOST_OFFERED);
  const added = gzipSync(html).byteLength - gzipSync(renderToString(aForm())).byteLength;
  expect(added).toBeLessThan(3 * 1024);
});
