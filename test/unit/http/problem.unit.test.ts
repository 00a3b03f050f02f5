import { describe, expect, it } from '@jest/globals';
import { h } from 'preact';
import { listFindings } from '../../../shared/contract/list-findings.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { type ProblemCode, problemCodes } from '../../../shared/contract/problem-codes.ts';
import { etag, ifMatch } from '../../../shared/http/version.ts';
import { StorageUnavailable } from '../../../shared/store/errors.ts';
import { anEndpoint, route } from '../../builders/endpoint.ts';
import { aFormPost, anHttpEvent } from '../../fixtures/http-event.ts';
import { logOf } from '../../support/captured-log.ts';
import { textIn } from '../../support/posted-form.ts';

const finding = {
  rule: 'R8',
  severity: 'error',
  path: '/plan',
  message: { zh: '合计不符', en: 'The sum is wrong' },
} as const;
const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Projects';

const Broken = (): never => {
  throw new Error(`cannot render ${arn}`);
};

const throwing = (error: () => unknown) => route({ who: 'public', handle: () => Promise.reject(error()) });

const send = anEndpoint({
  'GET /refused': throwing(
    () =>
      new Problem('invalid-declaration', {
        detail: { zh: '请先改正', en: 'Correct it first' },
        errors: [finding],
        headers: { 'retry-after': '5' },
        cause: new Error(arn),
      }),
  ),
  'GET /unforeseen': throwing(() => new TypeError(`no access to ${arn}`)),
  'GET /not-an-error': throwing(() => 'just a text'),
  'GET /broken-page': route({
    who: 'public',
    handle: async () => ({ status: 200, page: { frame: { title: 'x' }, content: h(Broken, {}) } }),
  }),
});

const html = { accept: 'text/html' };

describe('a problem', () => {
  it('is RFC 9457 for a program, in its language', async () => {
    const answer = await send(anHttpEvent({ route: '/refused', headers: { 'accept-language': 'en' } }));
    expect(answer).toMatchObject({
      statusCode: 422,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
    });
    expect(answer.json).toEqual({
      type: 'about:blank',
      title: 'The declaration still has errors',
      status: 422,
      code: 'invalid-declaration',
      detail: 'Correct it first',
      errors: [{ rule: 'R8', severity: 'error', path: '/plan', message: 'The sum is wrong' }],
    });
  });

  it('is a page for a reader, with the same status and words', async () => {
    const answer = await send(anHttpEvent({ route: '/refused', headers: html }));
    expect(answer).toMatchObject({
      statusCode: 422,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    for (const words of ['申报内容还有问题', '请先改正', '合计不符']) expect(answer.text).toContain(words);
  });

  it('that passes says when to come again, whoever raised it', () => {
    const passing = Object.entries(problemCodes).filter(([, { status }]) => status === 503);
    for (const [code] of passing)
      expect(new Problem(code as ProblemCode).headers).toEqual({
        'retry-after': expect.stringMatching(/^\d+$/),
      });
    expect(new Problem('storage-unavailable', { headers: { 'retry-after': '60' } }).headers).toEqual({
      'retry-after': '60',
    });
    expect(new Problem('conflict').headers).toEqual({});
  });

  it.each(Object.entries(problemCodes))(
    '%s has a status of refusal and a title in both languages',
    (code, kind) => {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(kind.status).toBeGreaterThanOrEqual(400);
      expect(kind.title.zh).toMatch(/\p{Script=Han}/u);
      expect(kind.title.en).toMatch(/^[A-Z]/);
    },
  );
});

describe('what a page posted and could not be done', () => {
  const posting = (error: () => unknown) =>
    anEndpoint({
      'POST /said': route({ who: 'public', takesForm: true, handle: () => Promise.reject(error()) }),
    })(aFormPost('/said', { idempotencyKey: 'key-of-the-page', comment: '写了很久的\n“意见”和理由' }));

  it.each([
    ['storage that does not answer', () => new StorageUnavailable('silent')],
    ['too many at once', () => new Problem('too-many-requests')],
    ['others that were faster', () => new Problem('conflict')],
  ])('for %s stays on the page, to be sent once more', async (_, error) => {
    const { text } = await posting(error);
    expect(text).toMatch(
      /<form method="post" action="\/said" data-unsaved="true"><input type="hidden" name="idempotencyKey" value="key-of-the-page"/,
    );
    expect(text).toContain('value="写了很久的\n“意见”和理由"');
    expect(text).toContain('再次提交不会重复办理');
  });

  it.each(['already-decided', 'reassigned', 'not-found', 'forbidden', 'own-project'] as const)(
    'is not offered again where the same would be refused again, as %s; what was written is shown',
    async (code) => {
      const { text } = await posting(() => new Problem(code));
      expect(text).not.toContain('data-unsaved');
      expect(text.match(/<blockquote>[^<]*/g)).toEqual(['<blockquote>写了很久的\n“意见”和理由']);
    },
  );

  it('is shown by no page where another site had it sent', async () => {
    expect((await posting(() => new Problem('cross-site'))).text).not.toContain('写了很久的');
  });
});

/** What the page of each code says is to be done next; `other writer` where one was the cause. */
const advice: Readonly<Record<string, readonly [zh: RegExp, en: RegExp, by?: 'other writer']>> = {
  forbidden: [/不对您的账号开放/, /does not have access/],
  'own-project': [/须由其他人员办理，您不需要再做什么/, /Somebody else has to decide/],
  'no-longer-listed': [/联系管理员更正/, /ask an administrator to correct it/],
  'other-person': [/发给您本人的链接/, /mailed to you/],
  'cross-site': [/在本系统的页面上操作/, /on a page of this system/],
  'cross-site-reading': [/查阅会记在您的名下/, /recorded under your name/],
  'contents-by-post': [/写明理由后下载/, /why you need them/],
  'to-oneself': [/改选其他办理人/, /Choose somebody else/],
  'code-required': [/打开邮件查看验证码/, /Find the code in your mail/],
  'wrong-code': [/最新一封验证码邮件/, /newest mail with a code/],
  'already-decided': [/现在的进展.*与办理人联系/, /where it stands.*ask whoever made it/],
  'already-objected': [/先前的异议已经记录/, /earlier objection is on record/],
  'content-changed': [
    /已不是现在的申报内容.*重新打开/,
    /no longer what is declared.*Open it again/,
    'other writer',
  ],
  'attachment-not-ready': [/查毒的，请稍后再打开/, /open it again in a little while/],
  'attachment-in-use': [/在申报表中移除并保存/, /take it out of the form/],
  'read-first': [/打开这一件/, /read it and decide on it alone/],
  reassigned: [/已不由您办理/, /no longer yours to decide/],
  'request-closed': [/已经撤回、撤销/, /recalled or withdrawn/],
  'not-in-this-state': [/可以做什么/, /what can be done now/],
  'no-open-round': [/届时再提交/, /submit then/],
  'over-ceiling': [/核减金额后再提交/, /Lower the amount/],
  conflict: [/同一时刻有别的操作.*再试一次/, /at the same moment.*try again/, 'other writer'],
  'link-expired': [/最新的链接/, /newest link/],
  'stale-version': [
    /别人或另一个窗口刚改过它/,
    /Somebody else, or another window, has just changed this/,
    'other writer',
  ],
  'version-required': [/这次没有保存.*核对现在的内容/, /Nothing has been saved/],
  'too-many-links': [/最新一封邮件/, /newest mail/],
  'too-soon-to-urge': [/何时可以催办/, /says when one can be/],
  'too-many-requests': [/稍后再试/, /try again later/],
};
const OTHER_WRITER =
  /别人或另一个窗口|同一时刻有别的操作|已不是现在的申报内容|another window|at the same moment|no longer what is declared/;

describe('the page of what the state of things stands against', () => {
  const against = Object.entries(problemCodes).filter(([, { status }]) =>
    [403, 409, 410, 412, 428, 429].includes(status),
  );

  it('is known here for every code', () => {
    expect(Object.keys(advice).sort()).toEqual(against.map(([code]) => code).sort());
  });

  it.each(Object.entries(advice))(
    '%s says what to do next, and of another writer only where one was',
    async (code, [zh, en, by]) => {
      const problem = throwing(() => new Problem(code as ProblemCode));
      const asked = anEndpoint({ 'GET /said': problem });
      for (const [lang, words] of [
        ['zh', zh],
        ['en', en],
      ] as const) {
        const { text } = await asked(anHttpEvent({ route: '/said', query: `lang=${lang}`, headers: html }));
        const page = textIn(text);
        expect(page).toMatch(words);
        expect([page, OTHER_WRITER.test(page)]).toEqual([page, by !== undefined]);
      }
    },
  );
});

describe('the page of what was asked for wrongly', () => {
  const reading = (code: ProblemCode) =>
    anEndpoint({ 'GET /said': throwing(() => new Problem(code)) })(
      anHttpEvent({ route: '/said', headers: html }),
    );
  const posting = (code: ProblemCode) =>
    anEndpoint({
      'POST /said': route({
        who: 'public',
        takesForm: true,
        handle: () => Promise.reject(new Problem(code)),
      }),
    })(aFormPost('/said', { comment: '同意' }));

  it.each(['unknown-parameter', 'invalid-parameter', 'evidence-too-large', 'export-too-large'] as const)(
    '%s says nothing of what was typed where nobody typed anything',
    async (code) => {
      const page = textIn((await reading(code)).text);
      expect(page).toContain('改好条件再试');
      expect(page).not.toContain('没有被保存');
    },
  );

  it.each(['malformed-form', 'too-large', 'invalid-body'] as const)(
    '%s says that what was typed is not stored',
    async (code) => expect(textIn((await posting(code)).text)).toContain('您填写的内容没有被保存'),
  );

  it('leads to signing in where that was not completed', async () => {
    const { text } = await reading('sign-in-failed');
    expect(text).toContain('<a class="button" href="/sign-in">登录</a>');
    expect(textIn(text)).not.toContain('没有被保存');
  });
});

describe('an error that nobody foresaw', () => {
  it.each([
    ['/unforeseen', {}],
    ['/unforeseen', html],
    ['/not-an-error', {}],
    ['/broken-page', html],
    ['/broken-page', {}],
  ])('on %s %j is 500 without a word of it, is in the log, and counts', async (path, headers) => {
    let answer: Awaited<ReturnType<typeof send>> | undefined;
    const lines = await logOf(async () => {
      answer = await send(anHttpEvent({ route: path, headers }));
    });
    expect(answer?.statusCode).toBe(500);
    expect(answer?.text).toMatch(/internal|系统出错/);
    expect(JSON.stringify(answer)).not.toMatch(/arn:|at .*\.ts|TypeError|just a text|cannot render/);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'ERROR', code: 'UNEXPECTED' }),
      expect.objectContaining({ AnswersFailed: 1 }),
    ]);
  });

  it('is logged with its stack', async () => {
    const [line] = await logOf(() => send(anHttpEvent({ route: '/unforeseen' })));
    expect(line).toMatchObject({ error: 'TypeError', stack: expect.stringContaining('problem.unit.test') });
  });
});

describe('findings', () => {
  it('are told in the language of their reader', () => {
    expect(listFindings([finding], 'zh')).toEqual({ findings: [{ ...finding, message: '合计不符' }] });
  });

  const warnings = Array.from({ length: 150 }, (_, row) => ({
    ...finding,
    severity: 'warning' as const,
    path: `/plan/${row}`,
  }));
  const many = new Problem('invalid-declaration', { errors: [...warnings, finding] });
  const sends = anEndpoint({
    'GET /many': route({
      who: 'public',
      handle: async () => {
        throw many;
      },
    }),
  });

  it('are a hundred at most, the errors among them, and the answer says how many more there are', async () => {
    const { json } = await sends(anHttpEvent({ route: '/many' }));
    const { errors, moreErrors } = json as { errors: { path: string }[]; moreErrors: number };
    expect([errors.length, errors[0]?.path, moreErrors]).toEqual([100, '/plan', 51]);
    const page = await sends(anHttpEvent({ route: '/many', headers: { accept: 'text/html' } }));
    expect(page.text.match(/<li>/g)).toHaveLength(100);
    expect(page.text).toContain('另有 51 项未列出。');
  });
});

describe('the version of a project', () => {
  it('goes out as a strong ETag and comes back by If-Match', () => {
    expect(etag(3)).toBe('"3"');
    expect(ifMatch({ headers: { 'if-match': etag(3) } })).toBe(3);
  });

  it.each([
    [undefined, 'version-required', 428],
    ['3', 'stale-version', 412],
    ['W/"3"', 'stale-version', 412],
    ['*', 'stale-version', 412],
    ['"3", "4"', 'stale-version', 412],
    ['"-1"', 'stale-version', 412],
    ['', 'stale-version', 412],
  ])('in If-Match %s is refused as %s (%d)', (header, code, status) => {
    expect(() => ifMatch({ headers: { 'if-match': header } })).toThrow(
      expect.objectContaining({ code, status }),
    );
  });
});
