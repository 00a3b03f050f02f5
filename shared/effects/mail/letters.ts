import type { Action, HistoryEvent } from '../../history/event.ts';
import type { Loaded } from '../../project/load.ts';
import type { RequestRecord } from '../../project/records.ts';
import { sentBackBy } from '../../project/returned.ts';
import type { Calendar } from '../../values/calendar/calendar.ts';
import { provisionalWords } from '../../values/calendar/provisional-words.ts';
import type { Lang, Words } from '../../values/language.ts';
import { type Mask, unmasked } from '../../values/masking/mask.ts';
import { dayOf } from '../../values/when.ts';
import { provisionally } from '../../values/working-days.ts';
import type { Stage } from '../../workflow/stages.ts';
import type { LetterName } from '../effects.ts';
import { type Change, type Composed, compose, type Letter, type Reader } from './compose.tsx';

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
  /** The finance unit that decides on the unit's projects. */
  readonly organisation?: string | undefined;
  /** The lines that were cut, or the fields that a return is about. */
  readonly changes: readonly Change[];
  /** What the recipient may see of the project's texts. */
  readonly mask: Mask;
}

/** What is approved, or what cuts have left of a request. */
const leftOf = ({ flow }: Loaded['record']): number | null =>
  flow.state === 'approved' || flow.state === 'in-review' ? flow.approvedFen : null;

const projectOf = (loaded: Loaded, mask: Mask): Letter['project'] => ({
  id: loaded.record.id,
  title: mask(loaded.record.title),
  unitName: loaded.record.unit.name,
  requestedFen: loaded.record.flow.requestedFen,
  approvedFen: leftOf(loaded.record),
});

/** What every letter about a project says. */
const common = ({ loaded, organisation, contact, mask }: About) => ({
  project: projectOf(loaded, mask),
  organisation,
  contact,
});

/** Single lines or fields under a heading, where there are any. */
const told = (heading: Words, { changes, mask }: About): Pick<Letter, 'changes'> => {
  const masked = ({ place, ...change }: Change): Change => ({
    ...change,
    place: { zh: mask(place.zh), en: mask(place.en) },
  });
  return changes.length === 0 ? {} : { changes: { heading, rows: changes.map(masked) } };
};

type Said = Pick<Letter, 'tag' | 'lead'>;

/** Tells somebody of a project for whom there is nothing left to decide in it. */
const toTheDesk =
  (said: Said) =>
  (about: About): Letter => ({
    ...said,
    ...common(about),
    button: { label: { zh: '打开工作台', en: 'Open the desk' }, address: `${about.baseUrl}/` },
  });

/** Tells the administrators of what nobody else can see to. */
const toTheRequests =
  (said: (about: About) => Said) =>
  (about: About): Letter => ({
    ...said(about),
    ...common(about),
    button: { label: { zh: '打开在办事项', en: 'View open requests' }, address: `${about.baseUrl}/requests` },
  });

/** Tells the unit what became of its project, with the comment of whoever decided. */
const toTheProject =
  (said: Said) =>
  (about: About): Letter => ({
    ...said,
    ...common(about),
    comment: about.request?.decisions.at(-1)?.comment,
    button: {
      label: { zh: '打开项目', en: 'Open the project' },
      address: `${about.baseUrl}/projects/${about.loaded.record.id}`,
    },
  });

/** @throws Error where the event speaks of no request: a letter about one is owed only while it is open */
function requestIn({ event, request, stage }: About): { request: RequestRecord; stage: Stage } {
  if (!request || !stage) throw new Error(`Event ${event.seq} of ${event.chain} speaks of no request`);
  return { request, stage };
}

/** By when a decision is asked, with the mark where that may still move, or has passed when the letter is owed. */
const deadlineOf = ({ requestedAt, deadline }: RequestRecord, { calendar, event }: About) => ({
  deadline,
  ...(deadline < event.at ? { isOverdue: true as const } : provisionally(calendar, requestedAt, deadline)),
});

/** How it ended what somebody has decided on, by what happened. */
const endings: Readonly<Partial<Record<Action, { readonly tag: Words; readonly became: Words }>>> = {
  approved: { tag: { zh: '已批准', en: 'Approved' }, became: { zh: '已经批准', en: 'has been approved' } },
  returned: {
    tag: { zh: '已退回', en: 'Returned' },
    became: { zh: '已被后续环节退回修改', en: 'has been returned at a later stage' },
  },
  recalled: {
    tag: { zh: '已撤回修改', en: 'Recalled' },
    became: {
      zh: '已由申报单位撤回修改，您的决定随之作废',
      en: 'has been recalled by its unit for changes, so your decision no longer counts',
    },
  },
  rejected: { tag: { zh: '未予批准', en: 'Rejected' }, became: { zh: '未获批准', en: 'has been rejected' } },
  withdrawn: {
    tag: { zh: '已撤销', en: 'Withdrawn' },
    became: { zh: '已由申报单位撤销', en: 'has been withdrawn by its unit' },
  },
  lapsed: {
    tag: { zh: '逾期失效', en: 'Lapsed' },
    became: { zh: '退回后逾期未重新提交，已失效', en: 'was not resubmitted in time and has lapsed' },
  },
};

/** Asks for a decision, or reminds of one; the button is the person's own link. */
const toTheDecision =
  (said: (stage: Stage, about: About) => Said & Pick<Letter, 'comment'>) =>
  (about: About): Letter => {
    const { request, stage } = requestIn(about);
    if (about.token === undefined) throw new Error('A letter that asks for a decision needs a link');
    return {
      ...said(stage, about),
      ...common(about),
      ...deadlineOf(request, about),
      urgedAt: request.urgedAt,
      button: {
        label: { zh: '查看并作出决定', en: 'Read and decide' },
        address: `${about.baseUrl}/decisions/${about.token}`,
      },
    };
  };

const cutWords: Words = { zh: '核减明细', en: 'Cuts' };

const letters: Readonly<Record<LetterName, (about: About) => Letter>> = {
  request: toTheDecision(({ ask, label }, { loaded, request }) => {
    const back = request && sentBackBy(loaded, request);
    return {
      tag: ask,
      comment: back?.comment,
      lead: back
        ? {
            zh: `以下项目由下一环节退回，先前的决定不再有效，请重新作出${label.zh}决定。此链接仅供您本人使用，请勿转发。`,
            en: `The next stage has sent this project back, so the earlier decision no longer counts and your ${label.en} is needed again. The link is for you alone; please do not forward it.`,
          }
        : {
            zh: `请对以下项目作出${label.zh}决定。此链接仅供您本人使用，请勿转发。`,
            en: `A project is waiting for your ${label.en}. The link is for you alone; please do not forward it.`,
          },
    };
  }),

  reminder: toTheDecision(({ label }) => ({
    tag: { zh: '催办', en: 'Reminder' },
    lead: {
      zh: `以下项目仍在等待您作出${label.zh}决定。此链接仅供您本人使用，请勿转发。`,
      en: `A project is still waiting for your ${label.en}. The link is for you alone; please do not forward it.`,
    },
  })),

  'deadline-changed': toTheDecision(({ label }) => ({
    tag: { zh: '期限调整', en: 'Deadline changed' },
    lead: {
      zh: `放假安排有更新，以下项目的${label.zh}期限已重新计算，请按新的期限办理。此链接仅供您本人使用，请勿转发。`,
      en: `The holiday calendar was updated, and the deadline of this ${label.en} has been recalculated. The link is for you alone; please do not forward it.`,
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
              zh: `以下项目的${stage.label.zh}已超过办理期限，目前无人办理。请由管理员补充人员或转办。`,
              en: `The ${stage.label.en} of this project is overdue, and nobody is assigned to it. Please have the directory completed, or the request reassigned.`,
            }
          : {
              zh: `以下项目的${stage.label.zh}已超过办理期限，办理人：${names.join('、')}。请督促办理或由管理员转办。`,
              en: `The ${stage.label.en} of this project is overdue. It is with: ${names.join(', ')}. Please follow up, or have it reassigned.`,
            },
    };
    return { ...toTheDesk(said)(about), ...deadlineOf(request, about) };
  },

  reassigned: toTheDesk({
    tag: { zh: '已转办', en: 'Reassigned' },
    lead: {
      zh: '以下项目已转由他人办理，您无需再办理；先前的链接不再有效。',
      en: 'This project has been reassigned to someone else. There is nothing left for you to do; earlier links no longer work.',
    },
  }),

  'mailbox-changed': toTheDesk({
    tag: { zh: '邮箱已变更', en: 'Mailbox changed' },
    lead: {
      zh: '管理员已将您接收办理通知的邮箱改为另一地址，以下项目的新链接已发往新邮箱，本邮箱收到的链接不再有效。如果您没有要求变更，请立即联系管理员。',
      en: 'An administrator has changed the mailbox that receives your requests. The new link for this project has been sent there, and links in this mailbox no longer work. If you did not ask for this, please contact the administrator at once.',
    },
  }),

  'nobody-to-ask': toTheRequests((about) => {
    const { label } = requestIn(about).stage;
    return {
      tag: { zh: '无人可办', en: 'Nobody to ask' },
      lead: {
        zh: `以下项目的“${label.zh}”环节没有可以办理的人员（空缺、缺席或须回避）。请在名录中补充人员，或转给他人办理。`,
        en: `Nobody can decide at the stage “${label.en}” of this project (post vacant, people away or excluded). Please complete the directory, or reassign the request.`,
      },
    };
  }),

  'mail-failed': toTheRequests(({ event }) => {
    const names = (event.assignees ?? []).map(({ name }) => name);
    return {
      tag: { zh: '邮件未送达', en: 'Mail not delivered' },
      lead: {
        zh: `有关以下项目的邮件未能送达：${names.join('、')}。请核对其邮箱，或转给他人办理。`,
        en: `A mail about this project did not reach ${names.join(', ')}. Please check the address, or reassign the request.`,
      },
    };
  }),

  cut: (about) => {
    const letter = toTheProject({
      tag: { zh: '核减', en: 'Cut' },
      lead: {
        zh: '您单位申报的项目金额已被核减，正在继续办理。最终决定之前，可以在项目页面说明理由提出异议。',
        en: 'The amount of your unit’s project has been cut, and the project goes on to the next stage. Until the final decision you can object on its page, giving your reasons.',
      },
    })(about);
    const approvedFen = about.event.approvedFen ?? letter.project.approvedFen;
    return { ...letter, ...told(cutWords, about), project: { ...letter.project, approvedFen } };
  },

  approved: (about) => ({
    ...toTheProject({
      tag: { zh: '已批准', en: 'Approved' },
      lead: { zh: '您单位申报的项目已经批准。', en: 'Your unit’s project has been approved.' },
    })(about),
    ...told(cutWords, about),
  }),

  returned: (about) => ({
    ...toTheProject({
      tag: { zh: '退回修改', en: 'Returned' },
      lead: {
        zh: '您单位申报的项目已退回，请修改后重新提交；已填写的内容都已保留。',
        en: 'Your unit’s project has been returned. Please revise it and submit it again; everything you filled in has been kept.',
      },
    })(about),
    ...told({ zh: '请修改', en: 'Please revise' }, about),
  }),

  // It says no reason: that is the stage's before, who is asked with it.
  'sent-back': (about) => ({
    ...toTheProject({
      tag: { zh: '重新审核', en: 'Reviewed again' },
      lead: {
        zh: '您单位申报的项目已退回上一审核环节重新办理，内容没有退回给您单位。您不用做任何事，结果会用邮件告知。',
        en: 'Your unit’s project has gone back to the previous review stage to be decided again. It was not returned to your unit: there is nothing for you to do, and you will be mailed the outcome.',
      },
    })(about),
    comment: undefined,
  }),

  'taken-back': toTheDesk({
    tag: { zh: '上一环节收回', en: 'Taken back' },
    lead: {
      zh: '上一环节的办理人收回了对以下项目的决定，正在重新办理。您现在无需办理，先前的链接暂不能办理；需要您办理时会另发邮件。',
      en: 'The decision at the previous stage was taken back and is being made again. There is nothing for you to decide now, and earlier links cannot be used for the time being; you will be mailed again when it is your turn.',
    },
  }),

  'cut-taken-back': (about) => ({
    ...toTheProject({
      tag: { zh: '核减已收回', en: 'Cut taken back' },
      lead: {
        zh: '此前告知您单位的核减已由办理人收回，正在重新办理；以下为现在的金额，您不用做任何事。',
        en: 'The cut that your unit was notified of has been taken back and is being decided again. The amount below is the current one; there is nothing for you to do.',
      },
    })(about),
    comment: undefined,
  }),

  rejected: toTheProject({
    tag: { zh: '未予批准', en: 'Rejected' },
    lead: { zh: '您单位申报的项目未获批准。', en: 'Your unit’s project has been rejected.' },
  }),

  recalled: toTheDesk({
    tag: { zh: '已撤回修改', en: 'Recalled' },
    lead: {
      zh: '申报单位已撤回以下项目修改，本次您无需再办理；重新提交后会另发邮件。',
      en: 'The unit has recalled this project to change it. There is nothing for you to decide now; you will be mailed again once it is resubmitted.',
    },
  }),

  withdrawn: toTheDesk({
    tag: { zh: '已撤销', en: 'Withdrawn' },
    lead: {
      zh: '申报单位已撤销以下项目，您无需再办理；先前的链接不再有效。',
      en: 'The unit has withdrawn this project. There is nothing left for you to decide; earlier links no longer work.',
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
        zh: `退回的项目尚未重新提交。请于${day('zh')}前重新提交，逾期将自动失效。`,
        en: `The returned project has not been resubmitted. Please resubmit it before ${day('en')}; otherwise it will lapse.`,
      },
    })(about);
    return { ...letter, ...provisional };
  },

  ended: (about) => {
    const { action, seq, chain } = about.event;
    const ending = endings[action];
    if (!ending) throw new Error(`Event ${seq} of ${chain} ends nothing`);
    const { tag, became } = ending;
    const lead = {
      zh: `您办理过的以下项目${became.zh}，无需您再办理。`,
      en: `A project that you decided on ${became.en}. There is nothing left for you to do.`,
    };
    return toTheDesk({ tag, lead })(about);
  },

  lapsed: toTheProject({
    tag: { zh: '逾期失效', en: 'Lapsed' },
    lead: {
      zh: '退回的项目逾期未重新提交，已失效。',
      en: 'The returned project was not resubmitted in time and has lapsed.',
    },
  }),
};

/** What a letter says, in no language yet. */
export const letterOf = (name: LetterName, about: About): Letter => letters[name](about);

/** The letter that an event owes somebody. */
export const writeLetter = (name: LetterName, about: About, reader: Reader): Composed =>
  compose(letterOf(name, about), reader);

/** The code that proves the mailbox; the mail holds no link, so that neither mail alone is enough. */
export function codeLetter(
  loaded: Loaded,
  code: string,
  { organisation, contact }: Pick<Letter, 'organisation' | 'contact'>,
  reader: Reader,
): Composed {
  const lead: Words = {
    zh: `您的验证码是 ${code}，10 分钟内有效。请在打开的办理页面填写，不要告诉他人。`,
    en: `Your code is ${code}. It is valid for 10 minutes. Enter it on the page you have open, and do not share it with anyone.`,
  };
  const tag: Words = { zh: '验证码', en: 'Code' };
  return compose({ tag, lead, project: projectOf(loaded, unmasked), organisation, contact }, reader);
}
