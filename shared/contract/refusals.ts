import type { Words } from '../values/language.ts';
import type { Refusal, RefusalCode } from '../workflow/commands.ts';
import { Problem } from './problem.ts';
import type { ProblemCode } from './problem-codes.ts';

/** What the edge answers to each refusal of the workflow core. */
const codes: Readonly<Record<RefusalCode, ProblemCode>> = {
  'no-such-project': 'not-found',
  'not-in-this-state': 'not-in-this-state',
  'stale-version': 'stale-version',
  'nobody-decides': 'not-in-this-state',
  'no-open-round': 'no-open-round',
  'over-ceiling': 'over-ceiling',
  'nothing-cut': 'not-in-this-state',
  'already-objected': 'already-objected',
  'nobody-asked': 'not-in-this-state',
  'urged-today': 'too-soon-to-urge',
  'offices-closed': 'too-soon-to-urge',
  'request-closed': 'request-closed',
  'already-asked': 'request-closed',
  'already-decided': 'already-decided',
  'content-changed': 'content-changed',
  'not-asked': 'reassigned',
  'no-longer-listed': 'no-longer-listed',
  'made-it': 'own-project',
  'own-unit': 'own-project',
  'other-unit': 'own-project',
  'decided-elsewhere': 'own-project',
  'changed-the-office': 'own-project',
  'code-required': 'code-required',
  'reason-required': 'invalid-body',
  'cuts-do-not-hold': 'invalid-body',
  'no-previous-stage': 'invalid-body',
  'opened-since': 'already-decided',
  'nothing-to-take-back': 'not-in-this-state',
  'has-taken-effect': 'not-in-this-state',
  'too-late': 'not-in-this-state',
  'too-many-links': 'too-many-links',
  'unknown-person': 'unknown-person',
  'not-a-holder': 'not-a-holder',
  'is-away': 'not-a-holder',
  'to-oneself': 'to-oneself',
  'not-due': 'request-closed',
  'already-reported': 'request-closed',
  'already-its-unit': 'not-in-this-state',
};

/** Why somebody may not decide, where the code alone would say it wrongly: also of somebody else, when it is given to them. */
const details: Readonly<Partial<Record<RefusalCode, Words>>> = {
  'made-it': {
    zh: '编制、修改或提交过申报内容的人，不能审核这个项目',
    en: 'Whoever made, edited or submitted the declaration does not decide on it',
  },
  'nobody-asked': {
    zh: '现在没有人等待办理这个项目，不需要催办',
    en: 'Nobody is asked to decide on this project now, so there is nobody to remind',
  },
  'own-unit': {
    zh: '申报单位的人员不能办理这一环节',
    en: 'Nobody of the declaring unit decides at this stage',
  },
  'other-unit': {
    zh: '这一环节由申报单位自己的人员办理',
    en: 'This stage is decided by the declaring unit’s own people',
  },
  'decided-elsewhere': {
    zh: '同一个人不能在两个环节作出决定',
    en: 'Nobody decides at two stages of a project',
  },
  'is-away': {
    zh: '此人今天外出，不能办理；可转给其受托人或岗位上的其他人',
    en: 'This person is away today: give it to whoever stands in for them, or to somebody else of the post',
  },
  'opened-since': {
    zh: '决定之后，后续办理人已经打开查看或办理，不能再收回',
    en: 'Whoever comes next has opened or decided it since: it can no longer be taken back',
  },
  'nothing-to-take-back': {
    zh: '没有可以收回的决定：只有本人作出的同意可以收回，退回作出后即生效',
    en: 'There is nothing to take back: only an approval of one’s own can be, and a return holds at once',
  },
  'has-taken-effect': {
    zh: '这项决定已经生效，并已告知申报单位，不能收回',
    en: 'The decision has taken effect and the unit has been told: it cannot be taken back',
  },
  'too-late': {
    zh: '决定作出已超过 10 分钟，不能再收回',
    en: 'More than ten minutes have passed: the decision can no longer be taken back',
  },
  'no-previous-stage': {
    zh: '这是第一个环节，只能退回申报单位',
    en: 'This is the first stage: it can only go back to the unit',
  },
  'changed-the-office': {
    zh: '在项目办理期间调整过相关人员或岗位的管理员，不能审核这个项目',
    en: 'Whoever changed its people or posts while the project was under way does not decide on it',
  },
};

export function refusalProblem({
  refused,
  errors,
  detail = details[refused],
  retryAfterSeconds,
}: Refusal): Problem {
  return new Problem(codes[refused], {
    ...(errors === undefined ? {} : { errors }),
    ...(detail === undefined ? {} : { detail }),
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  });
}
