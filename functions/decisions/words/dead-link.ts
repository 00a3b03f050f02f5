import type { DeadKind } from '../../../shared/contract/views.ts';
import type { Outcome } from '../../../shared/history/vocabulary.ts';

interface Told {
  /** As people read it, with its zone; empty where nothing says when. */
  readonly when: string;
  readonly did: Outcome | 'previous-stage';
  readonly by: string;
}

type Sentences = Readonly<Record<DeadKind, (told: Told) => string>>;

const did = {
  zh: { approve: '同意', return: '退回修改', reject: '否决', 'previous-stage': '退回上一环节' },
  en: {
    approve: 'approved',
    return: 'returned for revision',
    reject: 'rejected',
    'previous-stage': 'returned to the stage before',
  },
} as const;

const on = (when: string): string => (when === '' ? '' : `于 ${when}`);
const at = (when: string): string => (when === '' ? '' : ` on ${when}`);

/** What became of what a link was for: one true sentence for each kind, with what there is to do. */
export const deadLinkWords: Readonly<Record<'zh' | 'en', Sentences>> = {
  zh: {
    'decided-by-you': ({ when, did: done }) => `您已${on(when)}作出决定：${did.zh[done]}。`,
    decided: ({ when, did: done, by }) => `${by} 已${on(when)}作出决定：${did.zh[done]}。您不用做任何事。`,
    recalled: ({ when }) =>
      `申报单位已${on(when)}撤回修改，重新提交后会另发邮件给办理人。您现在不用做任何事。`,
    superseded: ({ when }) => `申报单位已${on(when)}撤回，并已重新提交；请以新邮件中的链接为准。`,
    withdrawn: ({ when }) => `申报单位已${on(when)}撤销这个项目。您不用做任何事。`,
    lapsed: ({ when }) => `项目退回后没有按期再次提交，已${on(when)}失效。您不用做任何事。`,
    rerouted: ({ when }) => `岗位或委托已${on(when)}调整，此件不再由您办理。您不用做任何事。`,
    reassigned: ({ when }) => `此件已${on(when)}转交他人办理。您不用做任何事。`,
    'mailbox-changed': () =>
      '您的邮箱已变更，本链接随之失效；新的链接已发往新邮箱。如果您没有要求变更，请立即联系管理员。',
    expired: ({ when }) => `这个链接已${on(when)}过期，但申请仍在等您的意见；可以向同一邮箱再发一个新链接。`,
    'taken-back': ({ when }) =>
      `上一环节已${on(when)}收回决定，重新办理；需要您办理时会另发邮件。您现在不用做任何事。`,
    closed: () => '这项办理已经结束，这个链接不再需要。您不用做任何事。',
  },
  en: {
    'decided-by-you': ({ when, did: done }) => `You decided this${at(when)}: ${did.en[done]}.`,
    decided: ({ when, did: done, by }) =>
      `${by} decided this${at(when)}: ${did.en[done]}. You need not do anything.`,
    recalled: ({ when }) =>
      `The unit took this back${at(when)} to change it; whoever decides is mailed again when it is handed in. You need not do anything now.`,
    superseded: ({ when }) =>
      `The unit took this back${at(when)} and has handed it in again; the link in the newer mail counts.`,
    withdrawn: ({ when }) => `The unit withdrew this project${at(when)}. You need not do anything.`,
    lapsed: ({ when }) =>
      `The project was returned and not handed in again in time: it lapsed${at(when)}. You need not do anything.`,
    rerouted: ({ when }) =>
      `Posts or delegates changed${at(when)}, and this is no longer yours to decide. You need not do anything.`,
    reassigned: ({ when }) => `This was given to someone else${at(when)}. You need not do anything.`,
    'mailbox-changed': () =>
      'You have another mailbox now, so this link has ended; a new one has gone there. If you did not ask for that, please contact the administrator at once.',
    expired: ({ when }) =>
      `This link expired${at(when)}, but your decision is still awaited: a fresh link can be sent to the same mailbox.`,
    'taken-back': ({ when }) =>
      `The decision before yours was taken back${at(when)}; you are mailed again when it is your turn. You need not do anything now.`,
    closed: () => 'This request is over, and the link is no longer needed. You need not do anything.',
  },
};

export const deadLinkTitles: Readonly<Record<'zh' | 'en', Readonly<Record<DeadKind, string>>>> = {
  zh: {
    'decided-by-you': '此件已办理',
    decided: '此件已办理',
    recalled: '申报单位已撤回修改',
    superseded: '已有新的申报',
    withdrawn: '项目已撤销',
    lapsed: '项目已失效',
    rerouted: '此件不再由您办理',
    reassigned: '此件已转交他人办理',
    'mailbox-changed': '邮箱已变更，链接失效',
    expired: '这个链接已过期',
    'taken-back': '上一环节已收回决定',
    closed: '此件已办结',
  },
  en: {
    'decided-by-you': 'This is decided',
    decided: 'This is decided',
    recalled: 'The unit took this back',
    superseded: 'It was handed in again',
    withdrawn: 'The project was withdrawn',
    lapsed: 'The project has lapsed',
    rerouted: 'This is no longer yours to decide',
    reassigned: 'This was given to someone else',
    'mailbox-changed': 'This link has ended with the mailbox',
    expired: 'This link has expired',
    'taken-back': 'The decision before was taken back',
    closed: 'This request is closed',
  },
};
