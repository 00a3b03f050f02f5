import { catalogue } from '../../../shared/values/language.ts';

export const deskWords = catalogue(
  {
    title: '工作台',
    everywhere: '在所有设备上退出',
    everywhereHow: '在别的电脑或手机上登录过？',
    waiting: '待我办理',
    waitingHow:
      '办理链接在发给您的邮件里，本系统只存它的校验值，不能在这里打开。邮件找不到时，打开项目可看到申请内容。',
    undeliveredHow: '此申请的邮件没有送到您的邮箱。请联系管理员核对邮箱地址，或转由他人办理。',
    nothingWaiting: '没有等您办理的事项。有新的申请时，您会收到邮件。',
    mine: '本单位在办',
    nothingMine: '还没有项目。',
    drafts: '查看草稿中的问题，一次提交多个',
    begin: (form: string) => `填写${form}`,
    done: '已办结',
    nothingDone: '还没有办结的项目。',
    continue: '继续填写',
    audit: '查询审批历史',
    auditWhat: '按项目、人员、单位和时间查询每一步，并验证历史是否完整。',
    requests: '在办事项',
    requestsWhat: '查看所有等待办理的事项，把其中一项转交他人。',
    untitled: '未命名项目',
  },
  {
    title: 'Desk',
    everywhere: 'Sign out on all devices',
    everywhereHow: 'Signed in on another computer or phone?',
    waiting: 'Waiting for me',
    waitingHow:
      'The link to decide is in the mail you were sent: the system keeps only its hash and cannot open it here. The project itself can be read here.',
    undeliveredHow:
      'The mail about this did not reach your mailbox. Please ask the administrator to check your address, or to give the request to somebody else.',
    nothingWaiting: 'Nothing waits for you. You will be mailed when something does.',
    mine: 'My unit’s projects',
    nothingMine: 'There is no project yet.',
    drafts: 'What is found in the drafts; submit several at once',
    begin: (form: string) => `Fill in: ${form}`,
    done: 'Done',
    nothingDone: 'Nothing is done yet.',
    continue: 'Continue',
    audit: 'Search the history',
    auditWhat: 'Every step by project, person, unit and time, and whether the history is whole.',
    requests: 'Open requests',
    requestsWhat: 'Everything that waits for a decision, and a way to give it to somebody else.',
    untitled: 'Untitled project',
  },
);
