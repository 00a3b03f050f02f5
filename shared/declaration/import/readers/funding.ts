import { fenOfWords } from '../../../values/amount-in-words.ts';
import type { Words } from '../../../values/language.ts';
import type { Ledger } from '../ledger.ts';
import type { Span } from '../source/span.ts';
import {
  BY_LEVEL,
  type FundSource,
  levelOfUnit,
  type MoneyRole,
  sourceOfName,
} from '../words/money-words.ts';

/**
 * The amounts that a document says of its money, from sentences and from tables alike, and what they come to: what is
 * asked for the budget year, its sources, last year's, the total investment, other years.
 */

export interface Said {
  readonly fen: number;
  readonly span: Span;
  /** The words it is known by; structure unless they name a source. */
  readonly name?: Span;
  /** Whether sources with amounts stand in the same sentence. */
  readonly isBeside?: boolean;
}

interface SourceSaid extends Said {
  readonly source: FundSource;
  /** What the source itself is called, where its name stands beside. */
  readonly kind?: Span | undefined;
  /** The part of it that is asked for. */
  readonly requested?: { readonly fen: number; readonly span: Span } | undefined;
  /** Whether the words before it ask for it. */
  readonly isAsked?: boolean;
  /** The row or the amount that it is a part of. */
  readonly within?: SourceSaid | undefined;
}

const isZero = ({ fen }: Said): boolean => fen === 0;

const one = (said: readonly Said[]): Said | undefined =>
  new Set(said.map(({ fen }) => fen)).size === 1 ? said[0] : undefined;

const WORDS_OF_MONEY = /^[人民币零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正\s:大写()]+$/;
const HAS_DIGIT = /[零壹贰叁肆伍陆柒捌玖拾佰仟]/;

/** `（人民币叁拾壹万伍仟元整）` behind an amount: words that say the same; others are kept, for R14 to find. */
export function wordsBehind(text: Span, from: number): Span | undefined {
  const match = text.slice(from).match(/^\s*\(([^()]{2,60})\)/);
  const inside = match?.group(1);
  return inside && WORDS_OF_MONEY.test(inside.plain) && HAS_DIGIT.test(inside.text) ? inside : undefined;
}

export class Funding {
  private readonly asked: Said[] = [];
  private readonly requested: Said[] = [];
  private readonly totals: Said[] = [];
  private readonly initial: Said[] = [];
  private readonly plain: Said[] = [];
  private readonly investment: Said[] = [];
  private readonly approvedLastYear: Said[] = [];
  private readonly spentLastYear: Said[] = [];
  private readonly years: { year: number; said: Said }[] = [];
  private readonly sources: SourceSaid[] = [];
  private readonly words: Span[] = [];
  private readonly funds: Span[] = [];
  private readonly leads: Span[] = [];
  private unitLevel: string | undefined;

  get isEmpty(): boolean {
    return (
      this.requested.length +
        this.totals.length +
        this.initial.length +
        this.plain.length +
        this.sources.length ===
      0
    );
  }

  /** Whether an amount is one that was said. */
  knows(fen: number): boolean {
    return [this.asked, this.requested, this.totals, this.plain, this.investment, this.sources].some((said) =>
      said.some((one) => one.fen === fen),
    );
  }

  /** @param role what the column or the words before the amount say; `total` is a sum, `plain` an amount alone */
  say(role: MoneyRole | 'asked' | 'total' | 'plain', said: Said): void {
    switch (role) {
      case 'asked':
        this.asked.push(said);
        break;
      case 'request':
        this.requested.push(said);
        break;
      case 'total':
        this.totals.push(said);
        break;
      case 'plain':
        this.plain.push(said);
        break;
      case 'initial':
        this.initial.push(said);
        break;
      case 'totalInvestment':
        this.investment.push(said);
        break;
      case 'approvedLastYear':
        this.approvedLastYear.push(said);
        break;
      case 'spentLastYear':
        this.spentLastYear.push(said);
        break;
      case 'none':
        break;
    }
  }

  sayYear(year: number, said: Said): void {
    this.years.push({ year, said });
  }

  saySource(
    said: Omit<SourceSaid, 'source' | 'within'> & { name: Span },
    within?: SourceSaid,
  ): SourceSaid | undefined {
    const source = sourceOfName((said.kind ?? said.name).plain);
    if (source === undefined) return undefined;
    const made = { ...said, source, ...(within ? { within } : {}) };
    this.sources.push(made);
    return made;
  }

  sayWords(words: Span): void {
    this.words.push(words);
  }

  /** 资金性质, as the sentence has it. */
  sayFund(fund: Span): void {
    this.funds.push(fund);
  }

  /** Verbs and nouns that only lead to an amount. */
  sayLead(lead: Span): void {
    this.leads.push(lead);
  }

  private sumOfSources(): { fen: number; sources: readonly SourceSaid[] } {
    const asked = this.leaves().filter(({ source }) => source !== 'own-funds' && source !== 'carry-over');
    return { fen: asked.reduce((sum, { fen }) => sum + fen, 0), sources: asked };
  }

  /** The sources without those that others break down. */
  private leaves(): readonly SourceSaid[] {
    return this.sources.filter((said) => {
      const parts = this.sources.filter(({ within }) => within === said);
      if (parts.length > 0 && isExplained(said, parts)) return false;
      return said.within === undefined || this.isBrokenDown(said.within);
    });
  }

  private isBrokenDown(said: SourceSaid): boolean {
    return isExplained(
      said,
      this.sources.filter(({ within }) => within === said),
    );
  }

  /** @param unitName whose own level's money is no transfer from above */
  settle(ledger: Ledger, unitName: string | undefined): void {
    this.unitLevel = unitName === undefined ? undefined : levelOfUnit(unitName);
    this.settleOthers(ledger);
    const amount = this.settleAmount(ledger);
    this.settleWords(ledger, amount);
    this.settleSources(ledger, amount);
    this.settleSums(ledger);
    const [fund] = this.funds;
    if (fund) ledger.put(['appropriation', 'fund'], fund.text, fund);
    this.settleFund(ledger);
    for (const lead of this.leads) ledger.label(lead);
  }

  private settleAmount(ledger: Ledger): number | undefined {
    const path = ['appropriation', 'amountFen'];
    const candidates = [this.asked, this.requested, this.totals, this.plain, this.initial].filter((said) =>
      said.some(({ fen }) => fen > 0),
    );
    const asking = this.sources.filter(({ isAsked }) => isAsked);
    if (this.asked.length === 0 && asking.length > 0) {
      const fen = asking.reduce((sum, said) => sum + said.fen, 0);
      // `申请省级资金200万元。2024年80万元，2025年70万元`: whose year the first is, nobody can tell.
      const others = this.requested.filter((one) => one.fen !== fen);
      if (others.length > 0 && others.length === this.requested.length) {
        const printed = [...asking, ...others].map(({ span }) => span.text).join('、');
        const unsure: Words = {
          zh: `申请的金额与本年度的金额不同，无法确定是哪一个：${printed}`,
          en: `What is asked for and what is of the year are different amounts: ${printed}`,
        };
        for (const { span } of others) ledger.leave(span, unsure);
        ledger.remark(path, unsure);
        return undefined;
      }
      const why = {
        zh: `申请的资金来源之和：${asking.map(({ span }) => span.text).join('＋')}`,
        en: 'The sum of the sources that are asked for',
      };
      ledger.infer(path, fen, why);
      for (const same of [...this.requested, ...this.totals, ...this.plain])
        if (same.fen === fen) ledger.label(same.span, same.name);
      return fen;
    }
    for (const said of candidates) {
      if (said === this.plain && this.isBesideSources()) {
        const printed = said.map(({ span }) => span.text).join('、');
        const beside: Words = {
          zh: `有来源不明的金额，无法确定总额：${printed}`,
          en: `Amounts of sources that are not known stand beside the others: ${printed}`,
        };
        for (const { span } of said) ledger.leave(span, beside);
        ledger.remark(path, beside);
        return undefined;
      }
      const found = one(said);
      if (found) {
        ledger.put(path, found.fen, found.span);
        for (const same of [...said, ...this.requested, ...this.totals, ...this.plain])
          if (same !== found && same.fen === found.fen) ledger.label(same.span, same.name);
        return found.fen;
      }
      const all = said.map(({ span }) => span.text).join('、');
      if (this.sumOfSources().fen === 0) {
        const why: Words = {
          zh: `有几个金额，无法确定是哪一个：${all}`,
          en: `Several amounts, none certain: ${all}`,
        };
        for (const { span } of said) ledger.leave(span, why);
        return undefined;
      }
      break;
    }
    const { fen, sources } = this.sumOfSources();
    if (fen === 0) return undefined;
    const why = {
      zh: `本年各项资金来源之和：${sources.map(({ span }) => span.text).join('＋')}`,
      en: "The sum of this year's sources",
    };
    ledger.infer(path, fen, why);
    return fen;
  }

  /** `银行贷款3000万元，贴息90万元`: what is no sum of the sources is one more of them, whose name nobody knows. */
  private isBesideSources(): boolean {
    const all = this.leaves().reduce((sum, { fen }) => sum + fen, 0);
    const asked = this.sumOfSources().fen;
    return this.plain.some(({ fen, isBeside }) => isBeside && fen < all && fen !== asked);
  }

  private settleWords(ledger: Ledger, amount: number | undefined): void {
    for (const said of this.words) {
      // `大写：` says what they are.
      const lead = /^[^人零壹贰叁肆伍陆柒捌玖拾]*/.exec(said.text)?.[0].length ?? 0;
      const words = said.slice(lead);
      ledger.label(said.slice(0, lead));
      const fen = fenOfWords(words.text);
      if (fen !== null && fen === amount) ledger.label(words);
      else ledger.put(['appropriation', 'amountInWords'], words.text, words);
    }
  }

  private settleSources(ledger: Ledger, amount: number | undefined): void {
    const leaves = this.leaves();
    const all = leaves.reduce((sum, { fen }) => sum + fen, 0);
    for (const said of this.sources) {
      if (!leaves.includes(said)) {
        if (this.isBrokenDown(said)) ledger.label(said.name, said.span);
        else {
          const why = { zh: '其中的一部分，总额已计入', en: 'A part of an amount that is counted' };
          ledger.leave(said.span, why);
        }
        continue;
      }
      this.putSource(ledger, said, all === amount);
    }
  }

  /** `合计` below the sources repeats them, whatever part of them is asked for. */
  private settleSums(ledger: Ledger): void {
    const all = this.leaves().reduce((sum, { fen }) => sum + fen, 0);
    for (const { fen, span, name } of [...this.totals, ...this.initial, ...this.requested])
      if (fen === all) ledger.label(span, name);
  }

  private putSource(ledger: Ledger, said: SourceSaid, isAsked: boolean): void {
    const { fen, span, name } = said;
    // That nothing comes from a source is what the form says by leaving it out.
    if (isZero(said)) {
      ledger.label(name, span);
      return;
    }
    const path = ['appropriation', 'sources', ledger.next(['appropriation', 'sources'])];
    if (!ledger.put([...path, 'amountFen'], fen, span)) return;
    const printed = bareName(name);
    const isOwnLevel = this.isOwnLevel(said, printed);
    const source = isOwnLevel ? 'general-budget' : said.source;
    const isLevel = BY_LEVEL.test(printed?.plain ?? '') && !/补助/.test(printed?.plain ?? '');
    const kind = bareName(said.kind);
    if (kind) {
      ledger.put([...path, 'source'], source, kind);
      if (printed) ledger.put([...path, 'name'], printed.text, printed);
    } else if (printed && isItsLabel(source, printed.text)) ledger.put([...path, 'source'], source, printed);
    else {
      if (printed) ledger.put([...path, 'name'], printed.text, printed);
      const why = isOwnLevel
        ? {
            zh: `“${printed?.text}”是本单位同级的财政资金，按一般公共预算计`,
            en: `${printed?.text} is money of the unit's own level`,
          }
        : isLevel
          ? {
              zh: `“${printed?.text}”按上级补助计`,
              en: `${printed?.text} was taken for a transfer from above`,
            }
          : { zh: `由“${printed?.text}”得出`, en: `Taken from "${printed?.text}"` };
      ledger.infer([...path, 'source'], source, why, ...(printed ? [printed] : []));
    }
    ledger.label(name);
    if (said.requested) ledger.put([...path, 'requestedFen'], said.requested.fen, said.requested.span);
    const isOwn = source === 'own-funds' || source === 'carry-over';
    if (isOwn && isAsked)
      ledger.infer([...path, 'requestedFen'], fen, {
        zh: '申报总额含此项',
        en: 'The amount asked for includes it',
      });
  }

  /** `市级财政资金` of an office of the city. */
  private isOwnLevel({ source, kind }: SourceSaid, printed: Span | undefined): boolean {
    const level = BY_LEVEL.exec(printed?.plain ?? '')?.[1];
    if (source !== 'transfer' || kind || level === undefined || level !== this.unitLevel) return false;
    return !/补助|转移支付|上级/.test(printed?.plain ?? '');
  }

  private settleFund(ledger: Ledger): void {
    if (ledger.at(['appropriation', 'fund']) !== undefined) return;
    const named = this.leaves().filter((said) => !isZero(said));
    const [only, ...others] = named;
    const name = bareName(only?.name);
    if (only === undefined || others.length > 0 || !name) return;
    const why = { zh: '唯一的资金来源', en: 'The only source' };
    ledger.infer(['appropriation', 'fund'], name.text, why, name);
  }

  private settleOthers(ledger: Ledger): void {
    const groups: readonly (readonly [readonly string[], readonly Said[]])[] = [
      [['appropriation', 'lastYear', 'approvedFen'], this.approvedLastYear],
      [['appropriation', 'lastYear', 'spentFen'], this.spentLastYear],
      [['appropriation', 'totalInvestmentFen'], this.investment],
    ];
    for (const [path, said] of groups) {
      const found = one(said);
      if (found?.fen !== undefined) {
        ledger.put(path, found.fen, found.span);
        ledger.label(found.name);
      }
    }
    for (const { year, said } of this.years) {
      const path = ['appropriation', 'years', ledger.next(['appropriation', 'years'])];
      if (!ledger.put([...path, 'amountFen'], said.fen, said.span)) continue;
      if (said.name) ledger.put([...path, 'year'], year, said.name);
      else ledger.infer([...path, 'year'], year, { zh: '由所在的列得出', en: 'Taken from its column' });
    }
  }
}

const isExplained = (whole: SourceSaid, parts: readonly SourceSaid[]): boolean =>
  parts.length > 0 && parts.reduce((sum, { fen }) => sum + fen, 0) === whole.fen;

/** A source's name without its number and 其中. */
function bareName(name: Span | undefined): Span | undefined {
  const match = name?.match(
    /^\s*(?:\(?[0-9一二三四五六七八九十]{1,2}[)、.]\s*)?(?:\(?其中\s*[::]?\s*)?(?:[0-9一二三四五六七八九十]{1,2}[、.]\s*)?([^\s:(][^:\n]*?)\s*(?:\((?:万元|元)\))?\s*[:：]?\s*$/,
  );
  return match?.group(1);
}

const isItsLabel = (source: FundSource, printed: string): boolean =>
  SOURCE_LABELS[source].includes(printed.replace(/\s/g, ''));

const SOURCE_LABELS: Readonly<Record<FundSource, readonly string[]>> = {
  'general-budget': ['一般公共预算', '一般公共预算拨款', '一般公共预算资金'],
  'government-fund': ['政府性基金', '政府性基金预算', '政府性基金拨款'],
  'state-capital': ['国有资本经营', '国有资本经营预算资金', '国有资本经营预算'],
  transfer: ['上级补助', '上级转移支付', '上级补助资金'],
  'fiscal-account': ['财政专户', '财政专户管理资金', '财政专户资金'],
  'own-funds': ['单位自有', '自有资金', '单位自有资金', '单位资金'],
  'carry-over': ['结转结余', '上年结转', '结转', '上年结转资金'],
  other: ['其他', '其他资金'],
};
