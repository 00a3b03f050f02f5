import type { Words } from '../../../values/language.ts';
import type { Ledger } from '../ledger.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';

/** What stands above the first section: the form's own name, the unit, the title with its year. */

const MARK = /^申报稿/;
/** `项目支出绩效目标申报表`, `部门预算项目申报书（2023年度）`: the name of the form is no title. */
const FORM_NAME =
  /^(.*?)((?:项目|预算|绩效|支出|专项|资金|申报|自评|申请)[^。，]{0,30}(?:表|书|文本|报告|稿))\s*(\(.*\))?$/;
const YEAR_ALONE = /^\(?\s*((?:19|20)\d{2})\s*年(?:度)?\s*(?:预算)?\)?$/;
const YEAR = /(?<!\d)((?:19|20)\d{2})\s*年度?/;
const UNIT_END =
  '(?:局|委员会|委|厅|部|院|所|中心|政府|办公室|办|学校|中学|小学|大学|学院|幼儿园|医院|站|队|公司|协会|联合会|总会|工会|馆|社|处|科|街道|镇|乡|会|法院|检察院|支队|大队|集团|园|库|台|基地|公安局)';
const HEAD_LINE = new RegExp(
  `^(.{2,40}?${UNIT_END})?\\s*((?:19|20)\\d{2})\\s*年度?\\s*(.+?)(项目)?(?:申报(?:文本|书|表))?$`,
);

/** The name of a unit alone on its line, or at the head of its paper. */
const UNIT_LINE = new RegExp(`^\\s*(.{2,40}?${UNIT_END}(?:\\([^()]*\\))?)(?:文件)?\\s*$`);
/** What is none for certain: a title, a date, a number of a document. */
const NO_UNIT =
  /\d{4}|[〔《]|项目|^关于|^附[件表]|(?:函|通知|请示|报告|方案|文件|规划|工程|改造|建设|维修|经费|资金|补助|[年月日号])\s*$/;
/** `校舍维修改造项目（2021年度）`: a title that its last word shows. */
const TITLE_LINE =
  /^\s*(?![一二][〇○零九])([^《》。;:]{3,50}?)项目\s*(?:\(\s*((?:19|20)\d{2})\s*年?度?\s*\))?\s*$/;

export interface Opening {
  readonly year?: Span;
  readonly unitName?: Span;
  readonly title?: Span;
}

/** Finds the parts; nothing is taken yet. */
export function readOpening(ledger: Ledger, lines: readonly Paragraph[]): Opening {
  const own = lines.map(({ span }) => span).filter((span) => !isFormName(ledger, span));
  const years = lines.map(({ span }) => yearOf(span));
  const formYear = years.find((year) => year !== undefined);
  const heads = own.map((span) => (span.plain.length > 120 ? null : span.match(HEAD_LINE)));
  const at = heads.findLastIndex((match) => match !== null && !YEAR_ALONE.test(match.whole.plain));
  const head = heads[at];
  const above = at < 0 ? own : own.slice(0, at);
  const unitLine = head?.group(1) ?? unitIn(above) ?? (at < 0 ? own[0] : own[at - 1]);
  const why: Words = { zh: '标题之外的文字', en: 'Neither unit nor title' };
  for (const span of own) ledger.leave(span, why);
  const named = head
    ? undefined
    : lines.map(({ span }) => titleOfForm(span)).find((one) => one !== undefined);
  // `2021年度自评与2022年预算申报`: whose year the form is, its head does not say.
  const printedYears = new Set(
    (head ?? { whole: undefined }).whole?.matchAll(new RegExp(YEAR, 'g')).map((match) => match.plain(1)),
  );
  const titled = head ? undefined : own.map((span) => span.match(TITLE_LINE)).find((match) => match !== null);
  const year = printedYears.size > 1 ? undefined : (head?.group(2) ?? formYear ?? titled?.group(2));
  const title = head?.group(3) ?? named ?? titled?.group(1);
  const office = lines.map(({ span }) => officeOfForm(span)).find((one) => one !== undefined);
  if (office) ledger.leave(office, { zh: '表名中的单位', en: 'The office in the name of the form' });
  const printed =
    unitLine &&
    !YEAR_ALONE.test(unitLine.plain) &&
    unitLine.plain.length <= 60 &&
    !NO_UNIT.test(unitLine.plain)
      ? unitLine
      : undefined;
  const unitName = printed ?? office;
  return {
    ...(year ? { year } : {}),
    ...(unitName ? { unitName } : {}),
    ...(title ? { title } : {}),
  };
}

/** The last line that ends as units' names do. */
const unitIn = (lines: readonly Span[]): Span | undefined =>
  lines
    .filter(({ plain }) => plain.length <= 60 && !NO_UNIT.test(plain.replace(/文件\s*$/, '')))
    .map((span) => span.match(UNIT_LINE)?.group(1))
    .findLast((unit) => unit !== undefined);

/** `示例市应急管理局2021年度项目支出绩效目标申报表` names the office before the form. */
const OFFICE_OF_FORM = new RegExp(
  `^\\s*((?=.{1,6}[省市县区旗州])[^\\d]{2,40}?(?:${UNIT_END}(?=\\s*(?:(?:19|20)\\d{2}|项目|部门|预算|支出|专项|关于))|(?:局(?![部面域势限])|委员会|厅|人民政府)(?=[\\u4E00-\\u9FFF]{2})))`,
);
const officeOfForm = (span: Span): Span | undefined =>
  span.plain.length <= 60 && FORM_NAME.test(span.plain) ? span.match(OFFICE_OF_FORM)?.group(1) : undefined;

/** `2022年度公共文化服务体系建设项目申报书` names the project as well, `示例县教育局校舍维修改造项目支出预算申报书` too. */
function titleOfForm(span: Span): Span | undefined {
  if (span.plain.length > 60) return undefined;
  const office = officeOfForm(span);
  const rest = office ? span.slice(office.to - span.from) : span;
  const title = rest
    .match(
      /(?:(?:19|20)\d{2}年度?|^)\s*((?!.{2,10}[省市县区镇乡旗]|(?:19|20)\d{2}年).{4,40}?)(?:项目)?(?:(?:资金|支出|预算|经费)*(?:申报书|申报文本|申请书|申请报告)|实施方案)\s*(?:\(.*\))?$/,
    )
    ?.group(1);
  return title &&
    !/[表书]$|(?:计划|申报|入库|储备|需求|立项|评审|本级)$|预算|绩效|支出|财政|部门|单位|专项资金$/.test(
      title.plain,
    )
    ? title
    : undefined;
}

function isFormName(ledger: Ledger, span: Span): boolean {
  const { plain } = span;
  if (MARK.test(plain)) {
    ledger.label(span);
    return true;
  }
  return plain.length <= 60 && (FORM_NAME.test(plain) || YEAR_ALONE.test(plain));
}

const yearOf = (span: Span): Span | undefined =>
  span.plain.length <= 60 && (FORM_NAME.test(span.plain) || YEAR_ALONE.test(span.plain))
    ? span.match(YEAR)?.group(1)
    : undefined;

/** The form's own name is structure; an office before it is not. */
export function labelFormName(ledger: Ledger, lines: readonly Paragraph[]): void {
  for (const { span } of lines) {
    if (span.plain.length > 60) continue;
    if (YEAR_ALONE.test(span.plain)) ledger.label(span);
    else if (FORM_NAME.test(span.plain)) {
      const own = [officeOfForm(span), titleOfForm(span)].filter((part) => part !== undefined);
      // Where the project has another name, this one is told.
      const ends = [span.from, ...own.flatMap(({ from, to }) => [from, to]), span.to];
      for (let index = 0; index < ends.length; index += 2)
        ledger.label(span.slice((ends[index] ?? 0) - span.from, (ends[index + 1] ?? 0) - span.from));
    }
  }
}
