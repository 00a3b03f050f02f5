import type { HistoryEvent } from '../../history/event.ts';
import type { Loaded } from '../../project/load.ts';
import type { RequestRecord } from '../../project/records.ts';
import type { Lang, Words } from '../../values/language.ts';
import type { Stage } from '../../workflow/stages.ts';
import type { Letter } from './compose.ts';

/** What every letter about a project begins with. */
interface Base {
  readonly lang: Lang;
  readonly loaded: Loaded;
  readonly baseUrl: string;
  readonly contact: string;
}

/** What is approved, or what is asked to be: of a request that was cut, what the cuts have left of it. */
function amountOf({ flow }: Loaded['record']): number | null {
  if (flow.state === 'approved') return flow.approvedFen;
  return flow.state === 'in-review' ? (flow.approvedFen ?? flow.requestedFen) : flow.requestedFen;
}

const projectOf = ({ record }: Loaded): Letter['project'] => ({
  id: record.id,
  title: record.title,
  unitName: record.unit.name,
  amountFen: amountOf(record),
});

const optionalComment = (comment: string | undefined) => (comment === undefined ? {} : { comment });

/** Asks for a decision, or reminds of one; the button is the person's own link. */
export function requestLetter(
  base: Base,
  request: RequestRecord,
  stage: Stage,
  token: string,
  reminds: boolean,
): Letter {
  const { lang, loaded } = base;
  const lead = {
    zh: `${reminds ? '以下项目仍在等待您办理。' : ''}请对以下项目作出${stage.label.zh}决定。此链接仅供您本人使用，请勿转发。`,
    en: `A project ${reminds ? 'still ' : ''}waits for your ${stage.label.en}. The link is yours alone; please do not forward it.`,
  };
  const reminder = { zh: '催办', en: 'Reminder' };
  return {
    lang,
    tag: reminds ? reminder[lang] : stage.ask[lang],
    lead: lead[lang],
    project: projectOf(loaded),
    deadline: request.deadline,
    button: {
      label: lang === 'zh' ? '查看并作出决定' : 'Read and decide',
      address: `${base.baseUrl}/decisions/${token}`,
    },
    contact: base.contact,
  };
}

/** Tells the superior that a deadline has passed; there is nothing for the superior to decide. */
export function escalationLetter(base: Base, request: RequestRecord, stage: Stage): Letter {
  const { lang, loaded } = base;
  const who = request.assignees.map(({ name }) => name).join(lang === 'zh' ? '、' : ', ');
  const lead = {
    zh: `以下项目的${stage.label.zh}已超过办理期限，承办人：${who}。请督促办理或由管理员转办。`,
    en: `The ${stage.label.en} of this project is overdue. It waits for: ${who}. Please see to it, or have it reassigned.`,
  };
  return {
    lang,
    tag: lang === 'zh' ? '超期' : 'Overdue',
    lead: lead[lang],
    project: projectOf(loaded),
    deadline: request.deadline,
    button: { label: lang === 'zh' ? '打开工作台' : 'Open the desk', address: `${base.baseUrl}/` },
    contact: base.contact,
  };
}

/** Tells whoever was asked before that somebody else decides now. */
export function formerLetter(base: Base): Letter {
  const { lang, loaded } = base;
  return {
    lang,
    tag: lang === 'zh' ? '已转办' : 'Reassigned',
    lead:
      lang === 'zh'
        ? '以下项目已转由他人办理，您无需再办理；先前的链接不再有效。'
        : 'Somebody else decides on this project now. Nothing is left for you to do; earlier links have ended.',
    project: projectOf(loaded),
    button: { label: lang === 'zh' ? '打开工作台' : 'Open the desk', address: `${base.baseUrl}/` },
    contact: base.contact,
  };
}

const troubles = {
  'nobody-to-ask': {
    tag: { zh: '无人可办', en: 'Nobody to ask' },
    lead: (what: Words): Words => ({
      zh: `以下项目的“${what.zh}”环节没有可以办理的人员（空缺、缺席或须回避）。请在名录中补充人员，或转给他人办理。`,
      en: `Nobody may decide at the stage "${what.en}" of this project. Please complete the directory, or reassign it.`,
    }),
  },
  'mail-failed': {
    tag: { zh: '邮件未送达', en: 'Mail not delivered' },
    lead: (what: Words): Words => ({
      zh: `有关以下项目的邮件未能送达：${what.zh}。请核对其邮箱，或转给他人办理。`,
      en: `A mail about this project did not reach ${what.en}. Please check the address, or reassign the request.`,
    }),
  },
} as const;

/** Tells the administrators of what nobody else can see to. */
export function administratorLetter(base: Base, trouble: keyof typeof troubles, what: Words): Letter {
  const { lang, loaded } = base;
  return {
    lang,
    tag: troubles[trouble].tag[lang],
    lead: troubles[trouble].lead(what)[lang],
    project: projectOf(loaded),
    button: {
      label: lang === 'zh' ? '打开在办事项' : 'Open the requests',
      address: `${base.baseUrl}/requests`,
    },
    contact: base.contact,
  };
}

const tidings = {
  approved: {
    tag: { zh: '已批准', en: 'Approved' },
    lead: { zh: '您单位申报的项目已经批准。', en: 'The project of your unit has been approved.' },
  },
  returned: {
    tag: { zh: '退回修改', en: 'Returned' },
    lead: {
      zh: '您单位申报的项目已退回，请修改后重新提交；已填写的内容都已保留。',
      en: 'The project of your unit has been returned. Everything filled in is kept: please revise and submit it again.',
    },
  },
  rejected: {
    tag: { zh: '未予批准', en: 'Rejected' },
    lead: { zh: '您单位申报的项目未获批准。', en: 'The project of your unit has been rejected.' },
  },
  cut: {
    tag: { zh: '核减', en: 'Cut' },
    lead: {
      zh: '您单位申报的项目金额已被核减，正在继续办理。最终决定之前，可以在项目页面说明理由提出异议。',
      en: 'The amount of your project has been cut; it goes on to the next stage. Until the final decision you may object with a reason on its page.',
    },
  },
  'about-to-lapse': {
    tag: { zh: '即将逾期', en: 'About to lapse' },
    lead: {
      zh: '退回的项目尚未重新提交，逾期将自动终止。',
      en: 'The returned project has not been handed in again; it will lapse.',
    },
  },
  lapsed: {
    tag: { zh: '逾期终止', en: 'Lapsed' },
    lead: {
      zh: '退回的项目逾期未重新提交，已终止。',
      en: 'The returned project was not handed in again in time and has lapsed.',
    },
  },
} as const;
export type Tidings = keyof typeof tidings;

/** Tells the unit what became of its project. */
export function unitLetter(base: Base, what: Tidings, event: HistoryEvent): Letter {
  const { lang, loaded } = base;
  const comment = loaded.requests
    .find((request) => request.revision === event.revision && request.stage === event.stage)
    ?.decisions.at(-1)?.comment;
  return {
    lang,
    tag: tidings[what].tag[lang],
    lead: tidings[what].lead[lang],
    project: {
      ...projectOf(loaded),
      ...(what === 'cut' && event.approvedFen !== undefined ? { amountFen: event.approvedFen } : {}),
    },
    ...optionalComment(comment),
    button: {
      label: lang === 'zh' ? '打开项目' : 'Open the project',
      address: `${base.baseUrl}/projects/${loaded.record.id}`,
    },
    contact: base.contact,
  };
}

const takenBack = {
  recalled: {
    tag: { zh: '已撤回修改', en: 'Recalled' },
    lead: {
      zh: '申报单位已撤回以下项目修改，本次您无需再办理；修改后会另发邮件。',
      en: 'The unit has taken this project back to change it. There is nothing to decide now; a new mail will follow.',
    },
  },
  withdrawn: {
    tag: { zh: '已撤销', en: 'Withdrawn' },
    lead: {
      zh: '申报单位已撤销以下项目，您无需再办理；先前的链接不再有效。',
      en: 'The unit has withdrawn this project. Nothing is left for you to decide; earlier links have ended.',
    },
  },
} as const;

/** Tells those who were asked that there is nothing left to decide. */
export function takenBackLetter(base: Base, action: keyof typeof takenBack): Letter {
  const { lang, loaded } = base;
  return {
    lang,
    tag: takenBack[action].tag[lang],
    lead: takenBack[action].lead[lang],
    project: projectOf(loaded),
    button: { label: lang === 'zh' ? '打开工作台' : 'Open the desk', address: `${base.baseUrl}/` },
    contact: base.contact,
  };
}

/** The code that proves the mailbox; the mail holds no link, so that neither mail alone is enough. */
export function codeLetter(base: Base, code: string): Letter {
  const { lang, loaded } = base;
  const lead = {
    zh: `您的验证码是 ${code}，10 分钟内有效。请在打开的办理页面填写，不要告诉他人。`,
    en: `Your code is ${code}. It is valid for 10 minutes. Enter it on the page that you have open; tell nobody.`,
  };
  return {
    lang,
    tag: lang === 'zh' ? '验证码' : 'Code',
    lead: lead[lang],
    project: projectOf(loaded),
    contact: base.contact,
  };
}
