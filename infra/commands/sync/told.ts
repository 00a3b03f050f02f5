import type { Words } from '../../../shared/values/language.ts';
import type { Changes, Left, Plan, Step } from './plan.ts';

/** What `people -- sync` says of a step, before it is done and when it is. */
export function stepTold(step: Step): Words {
  if (step.does === 'make') {
    const { mailbox, name, roles } = step.person;
    return {
      zh: `新建账号  ${mailbox}  ${name}  ${roles.join('、')}`,
      en: `make      ${mailbox}  ${name}  ${roles.join(', ')}`,
    };
  }
  const who = `${step.account.mailbox || step.account.username}  ${step.account.name}`;
  switch (step.does) {
    case 'change': {
      const { zh, en } = changesTold(step.to);
      return { zh: `修改账号  ${who}：${zh}`, en: `change    ${who}: ${en}` };
    }
    case 'give':
      return { zh: `授予角色  ${who}：${step.role}`, en: `give      ${who}: ${step.role}` };
    case 'take':
      return { zh: `收回角色  ${who}：${step.role}`, en: `take      ${who}: ${step.role}` };
    case 'disable':
      return { zh: `停用账号  ${who}`, en: `disable   ${who}` };
  }
}

function changesTold({ mailbox, isVerified, name, locale }: Changes): Words {
  const parts: Words[] = [
    ...(mailbox === undefined ? [] : [{ zh: `邮箱改为 ${mailbox}`, en: `mailbox ${mailbox}` }]),
    ...(isVerified && mailbox === undefined ? [{ zh: '邮箱标为已验证', en: 'mailbox verified' }] : []),
    ...(name === undefined ? [] : [{ zh: `姓名改为${name}`, en: `name ${name}` }]),
    ...(locale === undefined ? [] : [{ zh: `语言改为 ${locale}`, en: `language ${locale}` }]),
  ];
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') };
}

const reasons: Readonly<Record<Left['because'], Words>> = {
  unknown: {
    zh: '机构名录中从未有此人，未停用（--disable-unknown 可一并停用）',
    en: 'was never in the directory, and is not disabled (--disable-unknown does)',
  },
  second: {
    zh: '同一人员的另一个账号，未停用（--disable-unknown 可一并停用）',
    en: 'is a second account of one person, and is not disabled (--disable-unknown does)',
  },
  auditor: {
    zh: '审计人员，不随机构名录变更；需要时用 people -- disable 停用',
    en: 'audits, and follows no directory: `people -- disable` where it shall end',
  },
  disabled: {
    zh: '在机构名录中，但账号已停用；用 people -- enable 恢复',
    en: 'is in the directory, and the account is disabled: `people -- enable` takes it back',
  },
  'last-administrator': {
    zh: '没有其他管理员可以登录，未收回、未停用；请先在机构名录中指定管理员',
    en: 'is left as administrator, because nobody else could sign in as one: name one in the directory first',
  },
  'mailbox-taken': {
    zh: '该邮箱现属另一账号，不能使用：先用 people -- list 查看，在 Cognito 控制台改掉那个账号的邮箱，再运行一次',
    en: 'needs a mailbox that another account has: see `people -- list`, change that one’s in Cognito’s console, and run this again',
  },
};

export function leftTold({ because, mailbox, name }: Left): Words {
  const { zh, en } = reasons[because];
  return { zh: `未改动    ${mailbox}  ${name}：${zh}`, en: `left      ${mailbox}  ${name}: ${en}` };
}

/** What it comes to. @param applied whether the steps were carried out */
export function planTold({ steps, left }: Plan, applied: boolean): Words {
  const [done, asked] = [steps.length, left.length];
  if (applied) return { zh: `完成 ${done} 项，未改动 ${asked} 项`, en: `${done} done, ${asked} left` };
  const next: Words =
    done > 0
      ? { zh: '。尚未改动任何账号；加 --apply 即执行', en: '. Nothing was changed; --apply does it' }
      : { zh: '', en: '' };
  return {
    zh: `须执行 ${done} 项，未改动 ${asked} 项${next.zh}`,
    en: `${done} to be done, ${asked} left${next.en}`,
  };
}

/** @param done how many steps were carried out before one failed */
export const stoppedTold = (done: number, all: number, step: Words, reason: string): Words => ({
  zh: `已完成 ${done} 项（共 ${all} 项），在此停止：${step.zh}\n${reason}\n已完成的有效；再次运行同一命令即继续。`,
  en: `${done} of ${all} done, and stopped at: ${step.en}\n${reason}\nWhat was done stands; the same command again does the rest.`,
});
