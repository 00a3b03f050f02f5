import type { HistoryEvent } from '../../history/event.ts';
import type { Loaded } from '../../project/load.ts';
import type { RequestRecord } from '../../project/records.ts';
import type { Calendar } from '../../values/calendar/calendar.ts';
import { provisionalWords } from '../../values/calendar/provisional-words.ts';
import type { Lang, Words } from '../../values/language.ts';
import { type Mask, unmasked } from '../../values/masking/mask.ts';
import { dayOf } from '../../values/when.ts';
import { provisionally } from '../../values/working-days.ts';
import type { Stage } from '../../workflow/stages.ts';
import type { LetterName } from '../effects.ts';
import { type Composed, compose, type Letter } from './compose.tsx';

/** What a letter is written from. */
export interface About {
  readonly loaded: Loaded;
  readonly event: HistoryEvent;
  /** The request that the event speaks of, and its stage. */
  readonly request?: RequestRecord | undefined;
  readonly stage?: Stage | undefined;
  /** When the project lapses, where the event warns of that: UTC. */
  readonly lapsesAt?: string | undefined;
  /** The token of the recipient's own link, where the letter asks for a decision. */
  readonly token?: string | undefined;
  readonly baseUrl: string;
  /** The working calendar: by it a deadline stands firm, or is provisional. */
  readonly calendar: Calendar;
  readonly contact: string;
  /** What the recipient may see of the project's texts. */
  readonly mask: Mask;
}

/** What is approved, or what is asked to be: of a request that was cut, what the cuts have left of it. */
function amountOf({ flow }: Loaded['record']): number | null {
  if (flow.state === 'approved') return flow.approvedFen;
  return flow.state === 'in-review' ? (flow.approvedFen ?? flow.requestedFen) : flow.requestedFen;
}

const projectOf = (loaded: Loaded, mask: Mask): Letter['project'] => ({
  id: loaded.record.id,
  title: mask(loaded.record.title),
  unitName: loaded.record.unit.name,
  amountFen: amountOf(loaded.record),
});

type Said = Pick<Letter, 'tag' | 'lead'>;

/** Tells somebody of a project for whom there is nothing left to decide in it. */
const toTheDesk =
  (said: Said) =>
  ({ loaded, baseUrl, contact, mask }: About): Letter => ({
    ...said,
    project: projectOf(loaded, mask),
    button: { label: { zh: '打开工作台', en: 'Open the desk' }, address: `${baseUrl}/` },
    contact,
  });

/** Tells the administrators of what nobody else can see to. */
const toTheRequests =
  (said: (about: About) => Said) =>
  (about: About): Letter => ({
    ...said(about),
    project: projectOf(about.loaded, about.mask),
    button: { label: { zh: '打开在办事项', en: 'Open the requests' }, address: `${about.baseUrl}/requests` },
    contact: about.contact,
  });

/** Tells the unit what became of its project, with the comment of whoever decided. */
const toTheProject =
  (said: Said) =>
  ({ loaded, request, baseUrl, contact, mask }: About): Letter => ({
    ...said,
    project: projectOf(loaded, mask),
    comment: request?.decisions.at(-1)?.comment,
    button: {
      label: { zh: '打开项目', en: 'Open the project' },
      address: `${baseUrl}/projects/${loaded.record.id}`,
    },
    contact,
  });

/** @throws Error where the event speaks of no request: a letter about one is owed only while it is open */
function requestIn({ event, request, stage }: About): { request: RequestRecord; stage: Stage } {
  if (!request || !stage) throw new Error(`Event ${event.seq} of ${event.chain} speaks of no request`);
  return { request, stage };
}

/** By when a decision is asked, with the mark where that may still move. */
const deadlineOf = ({ requestedAt, deadline }: RequestRecord, calendar: Calendar) => ({
  deadline,
  ...provisionally(calendar, requestedAt, deadline),
});

/** Asks for a decision, or reminds of one; the button is the person's own link. */
const toTheDecision =
  (said: (stage: Stage) => Said) =>
  (about: About): Letter => {
    const { request, stage } = requestIn(about);
    if (about.token === undefined) throw new Error('A letter that asks for a decision needs a link');
    return {
      ...said(stage),
      project: projectOf(about.loaded, about.mask),
      ...deadlineOf(request, about.calendar),
      button: {
        label: { zh: '查看并作出决定', en: 'Read and decide' },
        address: `${about.baseUrl}/decisions/${about.token}`,
      },
      contact: about.contact,
    };
  };

const letters: Readonly<Record<LetterName, (about: About) => Letter>> = {
  request: toTheDecision(({ ask, label }) => ({
    tag: ask,
    lead: {
      zh: `请对以下项目作出${label.zh}决定。此链接仅供您本人使用，请勿转发。`,
      en: `A project waits for your ${label.en}. The link is yours alone; please do not forward it.`,
    },
  })),

  reminder: toTheDecision(({ label }) => ({
    tag: { zh: '催办', en: 'Reminder' },
    lead: {
      zh: `以下项目仍在等待您办理。请对以下项目作出${label.zh}决定。此链接仅供您本人使用，请勿转发。`,
      en: `A project still waits for your ${label.en}. The link is yours alone; please do not forward it.`,
    },
  })),

  'deadline-changed': toTheDecision(({ label }) => ({
    tag: { zh: '期限调整', en: 'Deadline changed' },
    lead: {
      zh: `放假安排有更新，以下项目的${label.zh}期限已重新计算，请按新的期限办理。此链接仅供您本人使用，请勿转发。`,
      en: `The calendar of holidays was updated: the deadline of this ${label.en} has been counted anew. The link is yours alone; please do not forward it.`,
    },
  })),

  overdue: (about) => {
    const { request, stage } = requestIn(about);
    const names = request.assignees.map(({ name }) => name);
    const said = {
      tag: { zh: '超期', en: 'Overdue' },
      lead:
        names.length === 0
          ? {
              zh: `以下项目的${stage.label.zh}已超过办理期限，目前无人承办。请由管理员补充人员或转办。`,
              en: `The ${stage.label.en} of this project is overdue, and nobody is asked. Please have the directory completed, or have it reassigned.`,
            }
          : {
              zh: `以下项目的${stage.label.zh}已超过办理期限，承办人：${names.join('、')}。请督促办理或由管理员转办。`,
              en: `The ${stage.label.en} of this project is overdue. It waits for: ${names.join(', ')}. Please see to it, or have it reassigned.`,
            },
    };
    return { ...toTheDesk(said)(about), ...deadlineOf(request, about.calendar) };
  },

  reassigned: toTheDesk({
    tag: { zh: '已转办', en: 'Reassigned' },
    lead: {
      zh: '以下项目已转由他人办理，您无需再办理；先前的链接不再有效。',
      en: 'Somebody else decides on this project now. Nothing is left for you to do; earlier links have ended.',
    },
  }),

  'mailbox-changed': toTheDesk({
    tag: { zh: '邮箱已变更', en: 'Mailbox changed' },
    lead: {
      zh: '管理员已将您接收办理通知的邮箱改为另一地址，以下项目的新链接已发往新邮箱，本邮箱收到的链接不再有效。如果您没有要求变更，请立即联系管理员。',
      en: 'An administrator has given you another mailbox. The link for this project has gone there, and links in this mailbox have ended. If you did not ask for that, please contact the administrator at once.',
    },
  }),

  'nobody-to-ask': toTheRequests((about) => {
    const { label } = requestIn(about).stage;
    return {
      tag: { zh: '无人可办', en: 'Nobody to ask' },
      lead: {
        zh: `以下项目的“${label.zh}”环节没有可以办理的人员（空缺、缺席或须回避）。请在名录中补充人员，或转给他人办理。`,
        en: `Nobody may decide at the stage "${label.en}" of this project. Please complete the directory, or reassign it.`,
      },
    };
  }),

  'mail-failed': toTheRequests(({ event }) => {
    const names = (event.assignees ?? []).map(({ name }) => name).join('、');
    return {
      tag: { zh: '邮件未送达', en: 'Mail not delivered' },
      lead: {
        zh: `有关以下项目的邮件未能送达：${names}。请核对其邮箱，或转给他人办理。`,
        en: `A mail about this project did not reach ${names}. Please check the address, or reassign the request.`,
      },
    };
  }),

  cut: (about) => {
    const letter = toTheProject({
      tag: { zh: '核减', en: 'Cut' },
      lead: {
        zh: '您单位申报的项目金额已被核减，正在继续办理。最终决定之前，可以在项目页面说明理由提出异议。',
        en: 'The amount of your project has been cut; it goes on to the next stage. Until the final decision you may object with a reason on its page.',
      },
    })(about);
    const amountFen = about.event.approvedFen ?? letter.project.amountFen;
    return { ...letter, project: { ...letter.project, amountFen } };
  },

  approved: toTheProject({
    tag: { zh: '已批准', en: 'Approved' },
    lead: { zh: '您单位申报的项目已经批准。', en: 'The project of your unit has been approved.' },
  }),

  returned: toTheProject({
    tag: { zh: '退回修改', en: 'Returned' },
    lead: {
      zh: '您单位申报的项目已退回，请修改后重新提交；已填写的内容都已保留。',
      en: 'The project of your unit has been returned. Everything filled in is kept: please revise and submit it again.',
    },
  }),

  rejected: toTheProject({
    tag: { zh: '未予批准', en: 'Rejected' },
    lead: { zh: '您单位申报的项目未获批准。', en: 'The project of your unit has been rejected.' },
  }),

  recalled: toTheDesk({
    tag: { zh: '已撤回修改', en: 'Recalled' },
    lead: {
      zh: '申报单位已撤回以下项目修改，本次您无需再办理；修改后会另发邮件。',
      en: 'The unit has taken this project back to change it. There is nothing to decide now; a new mail will follow.',
    },
  }),

  withdrawn: toTheDesk({
    tag: { zh: '已撤销', en: 'Withdrawn' },
    lead: {
      zh: '申报单位已撤销以下项目，您无需再办理；先前的链接不再有效。',
      en: 'The unit has withdrawn this project. Nothing is left for you to decide; earlier links have ended.',
    },
  }),

  'about-to-lapse': (about) => {
    const { event, lapsesAt } = about;
    if (lapsesAt === undefined) throw new Error(`Event ${event.seq} of ${event.chain} warns of no lapse`);
    const provisional = provisionally(about.calendar, event.at, lapsesAt);
    const day = (lang: Lang): string =>
      `${dayOf(lapsesAt, lang)}${provisional.deadlineProvisional ? provisionalWords.mark[lang] : ''}`;
    const letter = toTheProject({
      tag: { zh: '即将逾期', en: 'About to lapse' },
      lead: {
        zh: `退回的项目尚未重新提交。请于${day('zh')}前重新提交，逾期将自动终止。`,
        en: `The returned project has not been handed in again. Please do so before ${day('en')}; after that it will lapse.`,
      },
    })(about);
    return { ...letter, ...provisional };
  },

  lapsed: toTheProject({
    tag: { zh: '逾期终止', en: 'Lapsed' },
    lead: {
      zh: '退回的项目逾期未重新提交，已终止。',
      en: 'The returned project was not handed in again in time and has lapsed.',
    },
  }),
};

/** The letter that an event owes somebody. */
export const writeLetter = (name: LetterName, about: About, lang: Lang): Composed =>
  compose(letters[name](about), lang);

/** The code that proves the mailbox; the mail holds no link, so that neither mail alone is enough. */
export function codeLetter(loaded: Loaded, code: string, contact: string, lang: Lang): Composed {
  const lead: Words = {
    zh: `您的验证码是 ${code}，10 分钟内有效。请在打开的办理页面填写，不要告诉他人。`,
    en: `Your code is ${code}. It is valid for 10 minutes. Enter it on the page that you have open; tell nobody.`,
  };
  return compose(
    { tag: { zh: '验证码', en: 'Code' }, lead, project: projectOf(loaded, unmasked), contact },
    lang,
  );
}
