import { describe, expect, it } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { postedBy, tagsOf, textOf } from './markup.ts';
import {
  aDeadLinkPage,
  aDecisionPage,
  deadLinks,
  decision,
  TOKEN,
  tried,
} from './samples/decision-pages.tsx';

const formsOf = (html: string) => tagsOf(html).filter(({ name }) => name === 'form');
const outcomesOf = (html: string) =>
  tagsOf(html).flatMap(({ name, attributes }) => (name === 'button' ? [attributes.value] : []));

describe('an open request', () => {
  const html = renderToString(aDecisionPage());
  const text = textOf(html);

  it('says first how much, then what, whose and by when', () => {
    expect(text).toContain('11月18日周三 18:00 前（北京时间）');
    const order = ['31.50 万元', '人民币叁拾壹万伍仟元整', decision.project.title, '昆明市呈贡区应急管理局'];
    const places = order.map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('shows what changed, in the words and units of the form', () => {
    expect(text).toContain('支出 3 · 测算依据 空 → 4个街道×1.25万元');
    expect(text).toContain('指标 2 · 指标值 1 → 12');
    expect(text).toContain('支出 1 · 金额 20.00 万元 → 22.50 万元');
  });

  it('shows the lines with how they were calculated, and their sum', () => {
    expect(text).toMatch(/22\.50 5,000\.00 元 × 45 个社区/);
    expect(text).toContain('合计 31.50');
  });

  it('numbers the parts that a return opens as its reader counts', () => {
    expect(text).toContain('二 立项依据');
    expect(textOf(renderToString(aDecisionPage({}, { lang: 'en' })))).toMatch(
      /1 Project title 2 Legal basis/,
    );
  });

  it('posts the decision with the hash of what was shown', () => {
    expect(formsOf(html).map(({ attributes }) => attributes.action)).toEqual([`/decisions/${TOKEN}`]);
    const cuts = [0, 1, 2].flatMap((line) => [
      [`cut.${line}.amount`, ''],
      [`cut.${line}.reason`, ''],
    ]);
    const supplied = [
      ['supplied.verdict', ''],
      ['supplied.internalNote', ''],
    ];
    expect(postedBy(html)).toEqual([
      ['idempotencyKey', expect.any(String)],
      ['contentHash', decision.contentHash],
      ['openedAt', '2021-03-02T01:00:00.000Z'],
      ...cuts,
      ...supplied,
      ['canned', ''],
      ['comment', ''],
    ]);
    // The first button is what the Enter key presses: it decides nothing.
    expect(outcomesOf(html)).toEqual(['preview', 'return', 'reject', 'approve']);
  });

  it('keeps refusing a step away from approving', () => {
    const details = html.slice(html.lastIndexOf('<details'), html.lastIndexOf('</details>'));
    expect(details).toContain('value="reject"');
    expect(details).not.toContain('value="approve"');
  });

  it('says of an earlier opinion what it cut, of which lines and why', () => {
    const cut = {
      fen: 1_000_000,
      lines: [{ name: '培训', beforeFen: 5_000_000, amountFen: 4_000_000, reason: '按上年执行数核定' }],
    };
    const opinion = { stage: '财务审核', by: '审核人乙', at: '2026-11-10T02:00:00.000Z', supplied: [] };
    const page = textOf(
      renderToString(aDecisionPage({}, { opinions: [{ ...opinion, outcome: 'approve', cut }] })),
    );
    expect(page).toContain('财务审核 · 审核人乙 · 同意，核减 1.00 万元');
    expect(page).toContain('培训：5.00 → 4.00 万元；按上年执行数核定');
  });

  it('folds what was found by section, the money first, where it is more than a glance', () => {
    const found = (path: string, severity: 'warning' | 'error' = 'warning') => ({
      rule: 'R10',
      severity,
      path,
      message: `关于 ${path}`,
    });
    const kinds = (findings: ReturnType<typeof found>[]) =>
      [
        ...renderToString(aDecisionPage({ findings })).matchAll(
          /<details class="kind"( open)?><summary>(.*?) <span class="badge \w+">(.*?)<\/span>/g,
        ),
      ].map(([, open, title, count]) => [title, count, open !== undefined]);
    const many = ['/overview', '/plan/0/name', '/plan/1/name', '/performance/indicators/0/name'].map((path) =>
      found(path),
    );
    expect(kinds(many)).toEqual([
      ['项目实施计划', '2 条', false],
      ['项目基本概况', '1 条', false],
      ['项目绩效目标表', '1 条', false],
    ]);
    // An error is never folded away, and a few stand open.
    expect(kinds([...many, found('/overview', 'error')]).map(([, , open]) => open)).toEqual([
      false,
      true,
      false,
    ]);
    expect(kinds(many.slice(0, 2)).map(([, , open]) => open)).toEqual([true, true]);
  });

  it('names the person for whom somebody acts', () => {
    const page = renderToString(
      aDecisionPage({ assignee: { id: 'reviewer2', name: '审核人丙', onBehalfOf: '审核人乙' } }),
    );
    expect(textOf(page)).toContain('审核人丙（代 审核人乙）');
  });

  it('says that the checks found nothing', () => {
    expect(textOf(renderToString(aDecisionPage({ findings: [] })))).toContain('系统检查没有发现问题');
  });
});

describe('cuts', () => {
  const before = {
    cuts: [
      { line: 2, amountFen: 4_000_000, reason: '按上年执行数', stage: 'finance-review', by: '审核人乙' },
    ],
    project: { ...decision.project, approvedFen: 30_500_000 },
  };

  it('of earlier deciders stand struck through, with who and why; the amount is what is left', () => {
    const text = textOf(renderToString(aDecisionPage(before)));
    expect(text).toMatch(/5\.00 4\.00 审核人乙核减：按上年执行数/);
    expect(text).toContain('30.50 万元');
    expect(text).toContain('申报 31.50 万元，已核减 1.00 万元');
    expect(text).toContain('合计 31.50 30.50');
  });

  it('that were tried show what they would leave, what they would lead to, and what is found anew', () => {
    const html = renderToString(aDecisionPage(before, tried));
    expect(textOf(html)).toContain('试算：同意 29.50 万元（申报 31.50 万元，核减 2.00 万元）');
    expect(textOf(html)).toContain('核减后新增的系统提示： 错误： 单价 × 数量不符');
    expect(textOf(html)).toContain(tried.tried.consequence);
    expect(postedBy(html)).toContainEqual(['cut.1.amount', '3.00']);
  });

  it('that could not be read stay, with what is wrong beside them', () => {
    const errors = [
      { rule: 'shape', severity: 'error', path: '/cut/1/amount', message: '没有看懂' } as const,
    ];
    const html = renderToString(
      aDecisionPage(
        {},
        {
          typed: { cuts: new Map([[1, { amount: '少', reason: '' }]]) },
          problem: { code: 'invalid-body', message: '', errors },
        },
      ),
    );
    expect(html).toContain('<a href="#cut-1-amount">没有看懂</a>');
    expect(html).toMatch(/value="少"[^>]*aria-invalid="true" aria-describedby="cut-1-amount-found"/);
  });
});

describe('a code from the mailbox', () => {
  const asked = { code: 'code-required', message: '已向您的邮箱发送六位验证码' };

  it('is asked for only where the amount needs it, and keeps all else that was typed', () => {
    expect(renderToString(aDecisionPage())).not.toContain('one-time-code');
    const html = renderToString(aDecisionPage({}, { typed: { comment: '同意安排' }, problem: asked }));
    expect(textOf(html)).toContain('还差一步：请填写验证码 已向您的邮箱发送六位验证码');
    expect(postedBy(html)).toEqual(
      expect.arrayContaining([
        ['code', ''],
        ['comment', '同意安排'],
      ]),
    );
  });

  it('stays while something else is corrected, and goes once it was refused', () => {
    const other = { code: 'invalid-body', message: '' };
    const kept = renderToString(aDecisionPage({}, { typed: { code: '123456' }, problem: other }));
    expect(postedBy(kept)).toContainEqual(['code', '123456']);
    const wrong = { code: 'wrong-code', message: '验证码不对' };
    const gone = renderToString(aDecisionPage({}, { typed: { code: '123456' }, problem: wrong }));
    expect(postedBy(gone)).toContainEqual(['code', '']);
  });
});

describe('a refused decision', () => {
  it('keeps what was typed, opened, and says what is wrong', () => {
    const html = renderToString(
      aDecisionPage(
        {},
        {
          typed: { outcome: 'return', comment: '太短' },
          problem: { code: 'invalid-body', message: '请写明理由' },
        },
      ),
    );
    expect(html).toContain('>太短</textarea>');
    expect(html).toContain('<details open');
    expect(html).toMatch(/role="alert".*请写明理由/s);
  });
});

describe('a link that decides nothing any more', () => {
  it.each(deadLinks.map((link) => [link.kind, link] as const))(
    'says what became of it, and whom to ask: %s',
    (kind, link) => {
      const html = renderToString(aDeadLinkPage(link));
      expect(textOf(html)).toContain(link.message);
      expect(textOf(html)).toContain('0871-00000000');
      expect(formsOf(html).map(({ attributes }) => [attributes.method, attributes.action])).toEqual(
        kind === 'expired' ? [['post', `/decisions/${TOKEN}/renew`]] : [],
      );
    },
  );

  it('says of one’s own decision that holds for good that it cannot be taken back, and whom to ask', () => {
    const [made, others] = deadLinks;
    const [own = '', anothers = ''] = [made, others].map((link) =>
      textOf(renderToString(link ? aDeadLinkPage(link) : <p />)),
    );
    expect(own).toMatch(/不能收回。如发现有误，请尽快与下面的联系人联系.*0871-00000000/s);
    expect(anothers).not.toContain('不能收回');
  });

  it('offers to take a decision back as long as that can be done', () => {
    const [made] = deadLinks;
    const html = renderToString(
      made ? aDeadLinkPage({ ...made, takeBackUntil: '2026-11-12T09:13:00.000Z' }) : <p />,
    );
    expect(formsOf(html).map(({ attributes }) => attributes.action)).toEqual([
      `/decisions/${TOKEN}/take-back`,
    ]);
    expect(textOf(html)).toContain('17:13');
  });

  it('shows the outcome of a decision first, then what was said and cut', () => {
    const [made] = deadLinks;
    const text = textOf(renderToString(made ? aDeadLinkPage(made) : <p />));
    expect(text).toMatch(/^\s*退回修改 /);
    expect(text).toContain('请补充');
  });
});

it('a handing over that was refused stays open as it was typed, with what is wrong beside the field', () => {
  const takers = [
    { id: 'a', name: '甲（示例）' },
    { id: 'b', name: '乙（示例）' },
  ];
  const shown = (more: Parameters<typeof aDecisionPage>[1]) =>
    renderToString(aDecisionPage({}, { takers, ...more }));
  const refused = shown({
    typed: { transfer: { to: 'b', why: '出差' } },
    problem: {
      code: 'invalid-body',
      message: '',
      errors: [{ rule: 'shape', severity: 'error', path: '/why', message: '至少 10 个字' }],
    },
  });
  expect(refused).toMatch(/<details class="card" open>/);
  expect(refused).toMatch(/<option value="b" selected>/);
  const why = tagsOf(refused).find(({ attributes }) => attributes.id === 'why')?.attributes;
  expect(why).toMatchObject({
    ...{ value: '出差', minlength: '10', 'aria-invalid': 'true', 'aria-describedby': 'why-found' },
  });
  expect(refused).toMatch(/id="why-found"><p class="error">至少 10 个字/);
  expect(refused).toContain('<a href="#why">至少 10 个字</a>');
  expect(shown({})).toMatch(/<details class="card">/);
});
