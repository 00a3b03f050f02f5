import type { Words } from '../../../values/language.ts';
import type { Ledger, Path } from '../ledger.ts';
import type { Span } from '../source/span.ts';
import type { Topic } from '../words/labels.ts';

/** Units, persons and their telephones: who is meant is told by the labels, by what stands beside, and by the number. */

const PHONE = /1\d{10}|(?:\(?0\d{2,3}\)?[- ]?)?\d{7,8}(?:-\d{1,6})?|0\d{2,3}-[0\d]{7,8}/;
const MOBILE = /^1\d{10}$/;
/** An office within a unit is no unit. */
const OFFICE = /(?:股|科|室|处|科室|处室|部门|股室)$|与.*股$|股$/;
const NO_OFFICE = /(?:办公室|委员会|管理处|办事处|事务所|研究室|检察室)$/;

type Person = 'lead' | 'contact' | 'head' | 'legalRepresentative';

interface PhoneSaid {
  readonly span: Span;
  readonly beside: Person | undefined;
  readonly isUnits: boolean;
}

const NAME_PATHS: Readonly<Record<Exclude<Person, 'head'>, Path>> = {
  lead: ['kind', 'lead'],
  contact: ['kind', 'contact'],
  legalRepresentative: ['unit', 'legalRepresentative'],
};
const PHONE_PATHS: Readonly<Record<'lead' | 'contact', Path>> = {
  lead: ['kind', 'leadPhone'],
  contact: ['kind', 'contactPhone'],
};

/** From the surest to the least sure. */
const UNIT_RANK = ['unitName', 'implementer', 'unit', 'applicant', 'projectUnit', 'department'] as const;
export type UnitTopic = (typeof UNIT_RANK)[number];

export class People {
  private readonly ledger: Ledger;
  private readonly phones: PhoneSaid[] = [];
  private readonly units: { readonly topic: UnitTopic; readonly span: Span }[] = [];
  private readonly supervisors: Span[] = [];
  private readonly heads: Span[] = [];
  private beside: Person | undefined;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  /** Another label stands between: a telephone after it is nobody's in particular. */
  between(topic: Topic | 'opening'): void {
    if (topic !== 'phone' && topic !== 'mobile' && topic !== 'known') this.beside = undefined;
  }

  person(who: Person, spans: readonly Span[]): void {
    // A telephone below the legal representative is the unit's.
    this.beside = who === 'legalRepresentative' ? undefined : who;
    for (const printed of spans) {
      // Where somebody signs is nobody's name.
      const seal = printed.match(/^\s*\((?:签字|签名|签章|盖章|公章)\)\s*/)?.whole;
      const span = seal ? printed.slice(seal.to - printed.from) : printed;
      this.ledger.label(seal);
      const phone = span.match(PHONE)?.whole;
      const name = withoutLabel(phone ? span.slice(0, phone.from - span.from) : span);
      if (!name.isEmpty) this.name(who, name);
      if (phone) this.phones.push({ span: phone, beside: who, isUnits: false });
    }
  }

  private name(who: Person, name: Span): void {
    if (who === 'head') this.heads.push(name);
    else this.ledger.put(NAME_PATHS[who], name.text, name);
  }

  phone(spans: readonly Span[], label: string, inUnit: boolean): void {
    const span = numberAlone(spans[0]);
    if (!span) return;
    const [, person] = /^(负责人|项目负责人|联系人|填报人|经办人)/.exec(label) ?? [];
    const named = person === undefined ? undefined : /负责人/.test(person) ? 'lead' : 'contact';
    this.phones.push({
      span,
      beside: named ?? this.beside,
      isUnits: named === undefined && (inUnit || /单位|办公/.test(label)),
    });
  }

  mobile(spans: readonly Span[]): void {
    const span = numberAlone(spans[0]);
    if (span) this.phones.push({ span, beside: this.beside ?? 'contact', isUnits: false });
  }

  unit(topic: UnitTopic, span: Span): void {
    // A seal is no part of a name.
    const sealed = span.match(/\s*\((?:单位)?(?:盖章|公章|签章|章)\)\s*$/)?.whole;
    // `示例市人民医院，事业单位，地址：…`: the name ends at the first mark.
    const end = sealed ? sealed.from - span.from : span.plain.search(/[,;。:]|\([^()]{0,30}:/);
    const own = end > 1 ? span.slice(0, end).trimmed() : span;
    if (sealed && !own.isEmpty) this.ledger.label(sealed);
    this.units.push({ topic, span: own.isEmpty ? span : own });
  }

  supervisor(span: Span): void {
    // `[129]示例市财政局`: its code has no field.
    const code = span.match(/^\s*(?:\[\d{2,8}\]|\(\d{2,8}\)|\d{3,8}\s*[-_ ]?)\s*(?=[\u4E00-\u9FFF])/)?.whole;
    this.supervisors.push(code ? span.slice(code.to - span.from).trimmed() : span);
  }

  settle(): void {
    this.settleUnits();
    this.settleHead();
    this.settlePhones();
  }

  private settleUnits(): void {
    const { ledger } = this;
    const offices = this.units.filter(({ span }) => isOffice(span.plain));
    const [best] = this.units
      .filter((one) => !offices.includes(one))
      .sort((a, b) => UNIT_RANK.indexOf(a.topic) - UNIT_RANK.indexOf(b.topic));
    if (best) ledger.put(['unit', 'name'], best.span.text, best.span);
    const name = ledger.at(['unit', 'name']);
    for (const { span } of this.units) if (span !== best?.span && span.text === name) ledger.label(span);
    for (const { span } of offices) ledger.put(['kind', 'office'], span.text, span);
    const [supervisor] = this.supervisors;
    if (!supervisor) return;
    if (name === undefined && offices.length > 0) {
      const why: Words = { zh: '实施单位是其内设科室', en: 'The implementing unit is an office of it' };
      ledger.infer(['unit', 'name'], supervisor.text, why, supervisor);
    } else ledger.put(['kind', 'supervisor'], supervisor.text, supervisor);
  }

  private settleHead(): void {
    for (const head of this.heads) {
      const why: Words = { zh: '原文的名称是单位负责人', en: 'Called head of the unit in the source' };
      if (!this.ledger.infer(['unit', 'legalRepresentative'], head.text, why, head))
        this.ledger.leave(head, {
          zh: '单位负责人，本表没有这一栏',
          en: 'The head of the unit has no field',
        });
    }
  }

  private settlePhones(): void {
    const { ledger } = this;
    const isUsual = ({ span }: PhoneSaid): boolean => !MOBILE.test(span.plain.replace(/\D/g, ''));
    const own =
      this.phones.find((phone) => phone.isUnits) ?? this.phones.find((phone) => phone.beside === undefined);
    const first = own ?? this.phones.find(isUsual);
    if (
      first &&
      ledger.put(['unit', 'phone'], first.span.plain, first.span) &&
      first.beside !== undefined &&
      !first.isUnits
    )
      ledger.remark(
        ['unit', 'phone'],
        { zh: '印在负责人或联系人旁边', en: 'It stands beside a person' },
        first.span,
      );
    for (const phone of this.phones) {
      if (phone === first) continue;
      const who = phone.beside === 'lead' ? 'lead' : 'contact';
      ledger.put(PHONE_PATHS[who], phone.span.plain, phone.span);
    }
  }
}

/** `示例甲 13800000000` beside 手机: a name has no place in a field of telephones, where nothing would mask it. */
function numberAlone(span: Span | undefined): Span | undefined {
  const hasWords = /[\u4E00-\u9FFF]/.test(span?.plain.replace(/转|分机|内线/g, '') ?? '');
  return hasWords ? span?.match(PHONE)?.whole : span;
}

/** `示例甲，联系电话：`: a name without the label behind it. */
function withoutLabel(span: Span): Span {
  const label = span.match(/[\s,;、(]*(?:联系)?(?:电话|方式|手机)(?:号码?)?[\s:]*$/);
  return (label ? span.slice(0, label.start) : span).trimmed('\\s,;:、/()');
}

/** `示例市市政设施处` bears the name of its place: a unit of its own. */
const OF_A_PLACE = /^.{1,6}[省市县区旗州]/;
const isOffice = (plain: string): boolean =>
  OFFICE.test(plain.trim()) && !NO_OFFICE.test(plain.trim()) && !OF_A_PLACE.test(plain.trim());
