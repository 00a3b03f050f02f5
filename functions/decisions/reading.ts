import { Problem } from '../../shared/contract/problem.ts';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { Words } from '../../shared/values/language.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';
import { decisionViewOf } from './view.ts';

const reasons = {
  errors: {
    zh: '系统检查有错误提示，请打开查看后办理',
    en: 'The checks found errors: open it and read them',
  },
  changes: {
    zh: '与上次申报相比有修改，请打开查看后办理',
    en: 'It differs from the last submission: open it and read what changed',
  },
  objections: {
    zh: '申报单位对核减提出了异议，请打开查看后办理',
    en: 'The unit objects to a cut: open it and read why',
  },
  supplies: {
    zh: '本环节须填写办理信息，请打开办理',
    en: 'This stage asks for something to be filled in: open it',
  },
} as const satisfies Record<string, Words>;

/**
 * What cannot be approved from a list, because there is something in it to be read or filled in.
 * @throws Problem `read-first`
 */
export async function demandNothingToRead(
  deps: Deps,
  opened: OpenedRequest,
  lang: 'zh' | 'en',
  known?: DecisionView,
): Promise<void> {
  const { findings, changes, objections } = known ?? (await decisionViewOf(deps, opened, lang));
  const because = (reason: keyof typeof reasons) => new Problem('read-first', { detail: reasons[reason] });
  if (findings.some(({ severity }) => severity === 'error')) throw because('errors');
  if (changes.length > 0) throw because('changes');
  if (objections.length > 0) throw because('objections');
  if (opened.stage.supplies?.some(({ required }) => required)) throw because('supplies');
}
