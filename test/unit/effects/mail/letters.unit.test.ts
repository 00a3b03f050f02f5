import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadForm } from '../../../../shared/declaration/registry.ts';
import type { LetterName } from '../../../../shared/effects/effects.ts';
import { checkpointLetter } from '../../../../shared/effects/mail/checkpoint-letter.tsx';
import type { Change, Composed } from '../../../../shared/effects/mail/compose.tsx';
import { composeDigest, type Digest } from '../../../../shared/effects/mail/digest-letter.tsx';
import { type About, codeLetter, letterOf, writeLetter } from '../../../../shared/effects/mail/letters.ts';
import { requestOf } from '../../../../shared/effects/mail/owed.ts';
import type { HistoryEvent } from '../../../../shared/history/event.ts';
import { shippedCalendar } from '../../../../shared/values/calendar/calendar.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { maskFor, unmasked } from '../../../../shared/values/masking/mask.ts';
import { aNotice } from '../../../builders/notices.ts';
import { aProject, event, inReview, secondReviewer, standing } from './sample-case.ts';

const { stages } = await loadForm('project-declaration');
const contact = '财务科 010-00000000 <a & b>';

const about = (caused: HistoryEvent, loaded = aProject(inReview)): About => ({
  loaded,
  event: caused,
  request: requestOf(loaded, caused),
  stage: stages.find(({ id }) => id === caused.stage),
  token: 'TOKEN',
  baseUrl: 'https://countersign.example',
  calendar: shippedCalendar,
  contact,
  organisation: '示例财政局',
  changes: [],
  mask: unmasked,
});
const reviewer = { id: 'reviewer', name: '审核人丙（示例）' };
const readerIn = (lang: Lang) => ({ lang, name: reviewer.name });
const inPlace = (lang: Lang) => ({ ...readerIn(lang), onBehalfOf: "O'Neil & <Sons>" });
const revision = 2;
const reopens = { contentHash: 'f'.repeat(64) };

const cutLine: Change = {
  place: { zh: '第三项 "培训"', en: '第三项 "培训"' },
  amounts: [5_000_000, 4_000_000],
  reason: '按上年执行数核定金额',
};
const fields: Change[] = [
  { place: { zh: '支出 2 · 测算依据', en: 'Line 2 · Calculation' } },
  { place: { zh: '项目概况', en: 'Overview' } },
];

const samples: Readonly<Record<LetterName, About>> = {
  request: about(event('requested')),
  reminder: about(event('reminded')),
  overdue: about(event('escalated')),
  'deadline-changed': about(event('deadline-changed')),
  reassigned: about(event('reassigned')),
  'mailbox-changed': about(
    event('rerouted', { joined: [reviewer], left: [], directory: 7, day: '2021-11-10' }),
  ),
  'nobody-to-ask': about(event('requested')),
  'mail-failed': about(event('mail-failed', { assignees: [reviewer, secondReviewer] })),
  approved: {
    ...about(
      event('approved', { stage: 'finance-review' }),
      aProject({ ...standing('draft'), state: 'approved', approvedFen: 30_500_000 }),
    ),
    changes: [cutLine],
  },
  returned: { ...about(event('returned'), aProject(standing('returned', 2))), changes: fields },
  'sent-back': about(
    event('decided', { stage: 'approval', outcome: 'return', next: 'finance-review', reopens }),
  ),
  'taken-back': about(event('taken-back', { assignees: [reviewer], approvals: [], reopens })),
  'cut-taken-back': about(event('taken-back', { assignees: [reviewer], approvals: [], reopens })),
  rejected: about(event('rejected'), aProject(standing('rejected'))),
  cut: { ...about(event('decided', { approvedFen: 30_000_000 })), changes: [cutLine] },
  'about-to-lapse': {
    ...about(
      event('reminded', { stage: undefined, assignees: undefined, revision }),
      aProject(standing('returned', 2)),
    ),
    // Past midnight in Beijing: the day is Beijing's.
    lapsesAt: '2021-11-24T16:30:00.000Z',
  },
  lapsed: { ...about(event('lapsed', { revision }), aProject(standing('lapsed', 2))), contact: '' },
  recalled: about(event('recalled'), aProject(standing('draft', 2))),
  withdrawn: about(event('withdrawn'), aProject(standing('withdrawn'))),
  ended: about(
    event('approved', { stage: 'approval' }),
    aProject({ ...standing('draft'), state: 'approved', approvedFen: 30_500_000 }),
  ),
};

const aCheckpoint = {
  number: 7,
  at: '2021-11-11T02:00:00.000Z',
  chains: 3,
  events: 12,
  root: 'b'.repeat(64),
  previous: 'c'.repeat(64),
  key: 'd'.repeat(64),
  hash: 'e'.repeat(64),
  signature: 'c2lnbmF0dXJl',
};

const requestUntil = (deadline: string) =>
  letterOf('request', about(event('requested'), aProject(inReview, { deadline })));
const soon = requestUntil('2021-11-12T10:00:00.000Z');
const { overdue, approved, returned } = samples;
const said = (name: LetterName, from: About) => {
  const letter = letterOf(name, from);
  return { letter, lead: letter.lead };
};
/** Out of order, as it was held: the letter sorts it. */
const aDigest: Digest = {
  at: '2021-11-11T01:15:00.000Z',
  rows: [
    { part: 'results', ...said('approved', approved) },
    { part: 'new', letter: requestUntil('2021-11-18T10:00:00.000Z') },
    { part: 'results', ...said('returned', returned) },
    { part: 'due', letter: letterOf('reminder', samples.reminder) },
    // The letters of one day in a year whose holidays are not known: one says so, for all.
    {
      part: 'new',
      letter: { ...requestUntil('2021-11-17T10:00:00.000Z'), deadlineProvisional: true },
    },
    { part: 'due', letter: soon },
    { part: 'overdue', ...said('overdue', overdue) },
  ],
  more: true,
  desk: 'https://countersign.example/',
  organisation: '示例财政局',
  contact,
};

/** The approver has sent it back. */
const { requests: asked, ...inHand } = aProject(inReview);
const askedAgain = {
  ...inHand,
  requests: asked.flatMap((request) => [
    {
      ...request,
      decisions: [],
      undone: request.decisions,
      requestedAt: '2021-11-12T02:00:00.000Z',
      times: 2,
    },
    {
      ...request,
      stage: 'approval',
      status: 'decided' as const,
      decisions: [],
      undone: request.decisions.map((decision) => ({
        ...decision,
        outcome: 'return' as const,
        to: 'previous-stage' as const,
        at: '2021-11-12T01:00:00.000Z',
        comment: '第三项的核减理由不充分，请重新核定 <b>',
      })),
    },
  ]),
};

const names = Object.keys(samples) as LetterName[];
const written: readonly (readonly [string, (lang: Lang) => Composed])[] = [
  ...names.map(
    (name) =>
      [
        name,
        (lang: Lang) => writeLetter(name, samples[name], name === 'request' ? inPlace(lang) : readerIn(lang)),
      ] as const,
  ),
  ['request-again', (lang) => writeLetter('request', about(event('requested'), askedAgain), readerIn(lang))],
  [
    'code',
    (lang) =>
      codeLetter(aProject(inReview), '123456', { organisation: '示例财政局', contact }, readerIn(lang)),
  ],
  ['digest', (lang) => composeDigest(aDigest, readerIn(lang))],
  ['checkpoint', () => checkpointLetter(aCheckpoint, 'https://countersign.example/a&b')],
];
const cases = written.flatMap(([name, write]) =>
  (['zh', 'en'] as const).map((lang) => [name, lang, write(lang)] as const),
);

const golden = join(import.meta.dirname, '../../../fixtures/golden/letters');

/**
 * The golden files close no empty element and escape `>` and `'` as well, where HTML needs neither: as browsers read
 * them, both ways are the same.
 */
const asRead = (html: string): string =>
  html.replaceAll('/>', '>').replaceAll('&gt;', '>').replaceAll('&#39;', "'");

describe('a letter to whoever is no party', () => {
  it.each(names)('masks the title, subject and all: %s', (name) => {
    const sample = samples[name];
    const { record } = sample.loaded;
    const loaded = { ...sample.loaded, record: { ...record, title: '演练13800138000' } };
    const mask = maskFor({ names: [], telephones: [] });
    const letter = writeLetter(name, { ...sample, loaded, mask }, readerIn('zh'));
    expect(JSON.stringify(letter)).not.toContain('13800138000');
    expect(letter.subject).toContain('演练138****8000');
    expect(JSON.stringify(writeLetter(name, { ...sample, loaded }, readerIn('zh')))).toContain(
      '演练13800138000',
    );
  });
});

describe('a letter with a deadline in a year whose holidays are not announced', () => {
  const inReviewUntil2027 = aProject(inReview, {
    requestedAt: '2026-12-29T02:00:00.000Z',
    deadline: '2027-01-06T10:00:00.000Z',
  });
  const withDeadline = ['requested', 'reminded', 'escalated', 'deadline-changed'] as const;
  const letterOf = { requested: 'request', reminded: 'reminder', escalated: 'overdue' } as const;
  const write = (action: (typeof withDeadline)[number], lang: Lang, calendar = shippedCalendar) =>
    writeLetter(
      action === 'deadline-changed' ? action : letterOf[action],
      { ...about(event(action), inReviewUntil2027), calendar },
      readerIn(lang),
    );

  it.each(withDeadline)(
    'says beside each date that it is provisional, and once what that means: %s',
    (action) => {
      const zh = write(action, 'zh');
      expect(zh.subject).toContain('1月6日周三 18:00前（暂定）');
      for (const body of [zh.text, zh.html]) {
        expect(body).toContain('1月6日周三 18:00（北京时间）（暂定）');
        expect(body.split('暂按法定节假日推算，国务院放假安排公布后将重新计算')).toHaveLength(2);
      }
      const en = write(action, 'en');
      expect(en.subject).toMatch(/6 Jan.*\(provisional\)$/);
      for (const body of [en.text, en.html])
        expect(body.split('counted anew when the State Council')).toHaveLength(2);
    },
  );

  it.each(withDeadline)('says nothing of it once they are: %s', (action) => {
    const calendar = { version: 'announced', notices: [...shippedCalendar.notices, aNotice(2027)] };
    for (const lang of ['zh', 'en'] as const)
      expect(JSON.stringify(write(action, lang, calendar))).not.toMatch(/暂|provisional/i);
  });
});

describe('a letter says and looks what it always did', () => {
  it.each(cases)('%s in %s', (name, lang, { subject, text, html }) => {
    const kept = (kind: string) => readFileSync(join(golden, `${name}.${lang}.${kind}`), 'utf8');
    if (process.env.TAKE_GOLDEN === 'letters' || process.env.TAKE_GOLDEN === `letters/${name}`) {
      writeFileSync(join(golden, `${name}.${lang}.txt`), `${subject}\n\n${text}`);
      writeFileSync(join(golden, `${name}.${lang}.html`), `${html}\n`);
    }
    expect(`${subject}\n\n${text}`).toBe(kept('txt'));
    expect(asRead(`${html}\n`)).toBe(asRead(kept('html')));
  });
});

it('a reminder after the deadline asks for nothing before a day that has passed', () => {
  const late = about(event('reminded', { at: '2021-11-25T01:00:00.000Z' }));
  const written = (lang: Lang) => writeLetter('reminder', late, readerIn(lang));
  const [zh, en] = [written('zh'), written('en')];
  expect(zh.subject).toMatch(/，已超期（11月18日周四 18:00）$/);
  expect(en.subject).toMatch(/, overdue since Thu 18 Nov, 18:00$/);
  expect(zh.text).toContain('已超期，原定期限：11月18日周四 18:00（北京时间）');
  expect(en.text).toContain('Overdue since: Thu 18 Nov, 18:00 (Beijing time)');
  for (const { text, html } of [zh, en]) expect(text + html).not.toMatch(/请于此前办理|Due:/);
});
