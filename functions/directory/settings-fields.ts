import type { Finding } from '../../shared/forms/finding.ts';
import { pointerOf } from '../../shared/forms/pointer.ts';
import { amountText } from '../../shared/values/amount-text.ts';
import { BEIJING_MS } from '../../shared/values/beijing-time.ts';
import { day } from '../../shared/values/dates.ts';
import type { Lang, Words } from '../../shared/values/language.ts';
import { readTypedAmount, readWhole, whyNoAmount } from '../../shared/values/read-amount.ts';
import { normalText } from '../../shared/values/text.ts';
import { typedOpinions } from '../../shared/workflow/canned-opinions.ts';
import type { Round } from '../../shared/workflow/rounds.ts';
import type { OfficeSettings } from '../../shared/workflow/settings.ts';
import { noticeTexts, readNoticeDays, readSource, typedNotice } from './settings-notices.ts';

/**
 * The settings as their page has them: one text for each field, by its path with dots (`rounds.0.opensAt`). Times are
 * those of Beijing as an input of date and time holds them; an amount without a unit is in 万元.
 */
export type Typed = Readonly<Record<string, string>>;

const roundTexts = [
  'id',
  'budgetYear',
  'kind',
  'name',
  'opensAt',
  'closesAt',
  'correctionsUntil',
  'ceilingFen',
  'unitCeilingFen',
  'unitCeilings',
] as const;

/** `2027-01-04T09:00`, the time in Beijing. */
const localOf = (utc: string): string => new Date(Date.parse(utc) + BEIJING_MS).toISOString().slice(0, 16);

const amountOf = (fen: number | null | undefined, lang: Lang): string =>
  fen === null || fen === undefined ? '' : amountText(fen, lang);

function typedRound(round: Round, lang: Lang): Record<(typeof roundTexts)[number], string> {
  return {
    id: round.id,
    budgetYear: String(round.budgetYear),
    kind: round.kind,
    name: round.name ?? '',
    opensAt: localOf(round.opensAt),
    closesAt: localOf(round.closesAt),
    correctionsUntil: localOf(round.correctionsUntil),
    ceilingFen: amountOf(round.ceilingFen, lang),
    unitCeilingFen: amountOf(round.unitCeilingFen, lang),
    unitCeilings: Object.entries(round.unitCeilings ?? {})
      .map(([uscc, fen]) => `${uscc} ${amountText(fen, lang)}`)
      .join('\n'),
  };
}

const prefixed = (prefix: string, texts: Typed): Typed =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${prefix}.${key}`, text]));

/** The fields of settings that are in force. */
export function typedOf(settings: OfficeSettings, lang: Lang): Typed {
  const stages = Object.entries(settings.stages).map(([id, { deadlines }]) =>
    prefixed(`stages.${id}.deadlines`, Object.fromEntries(deadlines.map((days, at) => [at, String(days)]))),
  );
  const rounds = settings.rounds.map((round, at) => prefixed(`rounds.${at}`, typedRound(round, lang)));
  const notices = settings.notices.map((one, at) => prefixed(`notices.${at}`, { ...typedNotice(one, lang) }));
  return Object.assign(
    {
      collectiveThresholdFen: amountOf(settings.collectiveThresholdFen, lang),
      codeThresholdFen: amountOf(settings.codeThresholdFen, lang),
      lapseDays: String(settings.lapseDays),
      contact: settings.contact,
      indicatorTree: settings.indicatorTree ?? '',
      opinions: (settings.opinions ?? []).join('\n'),
    },
    ...stages,
    ...rounds,
    ...notices,
  );
}

/** What the page has rows of, and the texts of one. */
const rowTexts = { rounds: roundTexts, notices: noticeTexts } as const;
export type Rows = keyof typeof rowTexts;

/** How many rounds or notices there are fields for. */
export const rowsIn = (typed: Typed, rows: Rows): number =>
  new Set(Object.keys(typed).flatMap((name) => new RegExp(`^${rows}\\.(\\d+)\\.`).exec(name)?.[1] ?? []))
    .size;

/** The fields with an empty row more. */
export const withRow = (typed: Typed, rows: Rows): Typed => ({
  ...typed,
  ...prefixed(`${rows}.${rowsIn(typed, rows)}`, Object.fromEntries(rowTexts[rows].map((key) => [key, '']))),
});

/** The fields without one row; those after it move up. */
export function withoutRow(typed: Typed, rows: Rows, gone: number): Typed {
  const left = Object.entries(typed).flatMap(([name, text]) => {
    const [, number = '', key] = new RegExp(`^${rows}\\.(\\d+)\\.(.+)$`).exec(name) ?? [];
    const at = Number(number);
    if (key === undefined || at < gone) return [[name, text]];
    return at === gone ? [] : [[`${rows}.${at - 1}.${key}`, text]];
  });
  return Object.fromEntries(left);
}

const notWhole: Words = { zh: '应为整数', en: 'Must be a whole number' };
const noTime: Words = {
  zh: '应为日期和时间，例：2027-01-04 09:00',
  en: 'Must be a date and a time, e.g. 2027-01-04 09:00',
};
const noCeiling: Words = {
  zh: '每行应为：统一社会信用代码 空格 金额',
  en: 'Each line is: the unit’s code, a blank, the amount',
};

const listedTwice = (uscc: string): Words => ({
  zh: `${uscc} 列了不止一次，无法确定以哪个金额为准`,
  en: `${uscc} is listed more than once: which amount counts?`,
});

/** What is read of the fields, and what of them cannot be read. */
interface Read {
  readonly candidate: Record<string, unknown>;
  readonly findings: readonly Finding[];
}

/** Reads fields one by one, and keeps what it could not understand. */
function reader(typed: Typed) {
  const findings: Finding[] = [];
  const found = (name: string, message: Words): undefined => {
    findings.push({ rule: 'shape', severity: 'error', path: pointerOf(name.split('.')), message });
  };
  const text = (name: string): string => normalText(typed[name] ?? '').trim();
  const amount = (name: string, of = text(name)): number | undefined => {
    if (of === '') return undefined;
    const reading = readTypedAmount(of, 'wan');
    return reading.fen ?? found(name, whyNoAmount(of, reading));
  };
  return {
    findings,
    found,
    text,
    amount,
    whole: (name: string): number | undefined => readWhole(text(name)) ?? found(name, notWhole),
    time(name: string): string | undefined {
      const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})$/.exec(text(name));
      const utc = local ? Date.parse(`${local[1]}T${local[2]}:00+08:00`) : Number.NaN;
      // 30 February would be read as 2 March.
      return Number.isNaN(utc) || !day.safeParse(local?.[1]).success
        ? found(name, noTime)
        : new Date(utc).toISOString();
    },
    /** Amounts by unit, one on each line. */
    ceilings(name: string): Record<string, number> | undefined {
      const lines = text(name)
        .split('\n')
        .filter((line) => line.trim() !== '');
      if (lines.length === 0) return undefined;
      const read = lines.map((line) => {
        const [, uscc = '', of = ''] = /^\s*(\S+)\s+(.+)$/.exec(line) ?? [];
        return uscc === '' ? found(name, noCeiling) : ([uscc, amount(name, of.trim())] as const);
      });
      const codes = read.flatMap((one) => one?.[0] ?? []);
      const twice = codes.find((uscc, at) => codes.indexOf(uscc) !== at);
      if (twice !== undefined) found(name, listedTwice(twice));
      return Object.fromEntries(read.flatMap((one) => (one?.[1] === undefined ? [] : [[one[0], one[1]]])));
    },
  };
}

/** What is not there is left out: then the default holds. */
const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What the fields say, for the schema to check. */
export function readTyped(typed: Typed, stageIds: readonly string[]): Read {
  const { findings, found, text, amount, whole, time, ceilings } = reader(typed);
  const readRound = (_: unknown, at: number) => {
    const name = (key: (typeof roundTexts)[number]) => `rounds.${at}.${key}`;
    return present({
      id: text(name('id')),
      budgetYear: whole(name('budgetYear')),
      kind: text(name('kind')),
      name: text(name('name')) || undefined,
      opensAt: time(name('opensAt')),
      closesAt: time(name('closesAt')),
      correctionsUntil: time(name('correctionsUntil')),
      ceilingFen: amount(name('ceilingFen')),
      unitCeilingFen: amount(name('unitCeilingFen')),
      unitCeilings: ceilings(name('unitCeilings')),
    });
  };
  const readNotice = (_: unknown, at: number) => {
    const name = (key: (typeof noticeTexts)[number]) => `notices.${at}.${key}`;
    const year = whole(name('year'));
    const days = (kind: 'daysOff' | 'workdays') =>
      readNoticeDays(text(name(kind)), year, kind, (message) => found(name(kind), message));
    return present({
      year,
      daysOff: days('daysOff'),
      workdays: days('workdays'),
      source: readSource(text(name('source')), (message) => found(name('source'), message)),
    });
  };
  const deadlinesOf = (id: string) => [0, 1, 2].map((at) => whole(`stages.${id}.deadlines.${at}`));
  const candidate = {
    collectiveThresholdFen: amount('collectiveThresholdFen') ?? null,
    codeThresholdFen: amount('codeThresholdFen') ?? null,
    stages: Object.fromEntries(stageIds.map((id) => [id, { deadlines: deadlinesOf(id) }])),
    lapseDays: whole('lapseDays'),
    contact: text('contact'),
    ...present({ indicatorTree: text('indicatorTree') || undefined }),
    ...(text('opinions') === '' ? {} : { opinions: typedOpinions(text('opinions')) }),
    rounds: Array.from({ length: rowsIn(typed, 'rounds') }, readRound),
    ...(rowsIn(typed, 'notices') === 0
      ? {}
      : { notices: Array.from({ length: rowsIn(typed, 'notices') }, readNotice) }),
  };
  return { candidate, findings };
}
