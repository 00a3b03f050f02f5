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
    'previous-stage': 'returned to the previous stage',
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
    reassigned: ({ when }) => `此件已${on(when)}转由他人办理。您不用做任何事。`,
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
      `${by} decided this${at(when)}: ${did.en[done]}. There is nothing for you to do.`,
    recalled: ({ when }) =>
      `The unit recalled this${at(when)} to change it. Whoever is to decide will be mailed again once it is resubmitted; there is nothing for you to do now.`,
    superseded: ({ when }) =>
      `The unit recalled this${at(when)} and has resubmitted it. Please use the link in the newer mail.`,
    withdrawn: ({ when }) => `The unit withdrew this project${at(when)}. There is nothing for you to do.`,
    lapsed: ({ when }) =>
      `The project was returned and not resubmitted in time, so it lapsed${at(when)}. There is nothing for you to do.`,
    rerouted: ({ when }) =>
      `Posts or delegates changed${at(when)}, and this is no longer yours to decide. There is nothing for you to do.`,
    reassigned: ({ when }) =>
      `This was reassigned to someone else${at(when)}. There is nothing for you to do.`,
    'mailbox-changed': () =>
      'Your mailbox was changed, so this link no longer works; a new one has been sent to the new mailbox. If you did not ask for this, please contact the administrator at once.',
    expired: ({ when }) =>
      `This link expired${at(when)}, but your decision is still needed: a new link can be sent to the same mailbox.`,
    'taken-back': ({ when }) =>
      `The decision at the previous stage was taken back${at(when)}. You will be mailed again when it is your turn; there is nothing for you to do now.`,
    closed: () => 'This request is closed, and the link is no longer needed. There is nothing for you to do.',
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
    reassigned: '此件已转由他人办理',
    'mailbox-changed': '邮箱已变更，链接失效',
    expired: '这个链接已过期',
    'taken-back': '上一环节已收回决定',
    closed: '此件已办结',
  },
  en: {
    'decided-by-you': 'You have decided this',
    decided: 'This has been decided',
    recalled: 'The unit recalled this',
    superseded: 'A newer submission exists',
    withdrawn: 'The project was withdrawn',
    lapsed: 'The project has lapsed',
    rerouted: 'This is no longer yours to decide',
    reassigned: 'This was reassigned to someone else',
    'mailbox-changed': 'Mailbox changed: this link no longer works',
    expired: 'This link has expired',
    'taken-back': 'The previous decision was taken back',
    closed: 'This request is closed',
  },
};
