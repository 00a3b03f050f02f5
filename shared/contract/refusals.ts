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
  'changed-the-office': {
    zh: '在项目办理期间调整过相关人员或岗位的管理员，不能审核这个项目',
    en: 'Whoever changed its people or posts while the project was under way does not decide on it',
  },
};

export function refusalProblem({ refused, errors, detail = details[refused] }: Refusal): Problem {
  return new Problem(codes[refused], {
    ...(errors === undefined ? {} : { errors }),
    ...(detail === undefined ? {} : { detail }),
  });
}
