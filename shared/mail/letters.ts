import type { HistoryEvent } from '../history/event.ts';
import type { Loaded } from '../store/project-store.ts';
import type { RequestRecord } from '../store/records.ts';
import type { Stage } from '../workflow/stages.ts';
import type { Lang, Letter } from './compose.ts';

/** What every letter about a project begins with. */
interface Base {
  readonly lang: Lang;
  readonly loaded: Loaded;
  readonly baseUrl: string;
  readonly contact: string;
}

const projectOf = ({ record }: Loaded): Letter['project'] => ({
  id: record.id,
  title: record.title,
  unitName: record.unit.name,
  amountFen: record.flow.state === 'approved' ? record.flow.approvedFen : record.flow.requestedFen,
});

const optionalComment = (comment: string | undefined) => (comment === undefined ? {} : { comment });

/** Asks for a decision; the button is the person's own link. */
export function requestLetter(base: Base, request: RequestRecord, stage: Stage, token: string): Letter {
  const { lang, loaded } = base;
  const lead = {
    zh: `请对以下项目作出${stage.label.zh}决定。此链接仅供您本人使用，请勿转发。`,
    en: `A project waits for your ${stage.label.en}. The link is yours alone; please do not forward it.`,
  };
  return {
    lang,
    tag: stage.ask[lang],
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

const outcomes = {
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
} as const;

/** Tells the unit what became of its project. */
export function outcomeLetter(base: Base, outcome: keyof typeof outcomes, event: HistoryEvent): Letter {
  const { lang, loaded } = base;
  const comment = loaded.requests
    .find((request) => request.revision === event.revision && request.stage === event.stage)
    ?.decisions.at(-1)?.comment;
  return {
    lang,
    tag: outcomes[outcome].tag[lang],
    lead: outcomes[outcome].lead[lang],
    project: projectOf(loaded),
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
