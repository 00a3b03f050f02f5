import { catalogue } from '../../../shared/values/language.ts';
import { wordAndSpan } from '../../../shared/values/when.ts';

export const requestsWords = catalogue(
  {
    title: '在办事项',
    none: '没有等待办理的事项。',
    noneHere: '这一页没有等待办理的事项。',
    order: '按下一次提醒或催办的时间排列，最近的在前。',
    nobody: '没有人可以办理：请转办，或在机构名录中补充人员',
    asked: (names: string) => `办理人：${names}`,
    waited: (wait: string) => wordAndSpan('已等待', wait),
    unreached: (names: string) => `${names}：请核对其邮箱后再次转办给本人，或转办给他人。`,
    reassign: '转办…',
    to: '转给（岗位人员或其代理人）',
    comment: '转办理由（至少 10 个字）',
    reassignDo: '确认转办',
    reassigned: '已转办。新的办理人会收到邮件，原链接不再有效。',
  },
  {
    title: 'Open requests',
    none: 'There are no open requests.',
    noneHere: 'There are no open requests on this page.',
    order: 'Ordered by when the next reminder is due, earliest first.',
    nobody: 'No one can decide this: reassign it, or add a person to the directory',
    asked: (names: string) => `With: ${names}`,
    waited: (wait: string) => `Waiting for ${wait}`,
    unreached: (names: string) =>
      `${names}: correct the address and reassign it to the same person, or to somebody else.`,
    reassign: 'Reassign…',
    to: 'To (a holder of the post, or a delegate)',
    comment: 'Reason (at least 10 characters)',
    reassignDo: 'Reassign',
    reassigned: 'Reassigned. The new person is notified by mail; the previous link no longer works.',
  },
);
