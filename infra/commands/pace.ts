import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Words } from '../../shared/values/language.ts';
import type { Pace } from '../constructs/rollout.ts';
import { type Answer, isDeployed, isNone, outputOf } from './doctor/facts.ts';

/** How a deployment goes over, and why where that has to be said. */
export interface ChosenPace {
  readonly pace: Pace;
  readonly why?: Words;
}

/**
 * A release goes over gradually where the one that is deployed can work beside it.
 * @param service what CloudFormation answered about the deployed service
 * @param shapes those of the release that is to be deployed (`infra/shapes.ts`)
 * @param isUrgent whoever deploys wants no five minutes between
 */
export function paceOf(service: Answer<Stack>, shapes: string, isUrgent: boolean): ChosenPace {
  // Where nothing is deployed nothing goes over.
  const deployed = outputOf(service, 'Shapes');
  if (isNone(service) || (deployed === undefined && isFoundUndeployed(service))) return { pace: 'gradually' };
  if (deployed === shapes) return { pace: isUrgent ? 'at-once' : 'gradually' };
  return { pace: 'at-once', why: 'failed' in service ? unknown(service.failed) : otherShapes };
}

/** A first deployment that failed, or that only was looked at. */
const isFoundUndeployed = (service: Answer<Stack>): boolean => 'found' in service && !isDeployed(service);

const otherShapes: Words = {
  zh: '新旧版本的记录、接口或权限不同，不能并行：本次一步切换，出错不会自动退回（infra/RUNBOOK.md#release-fails）。',
  en: 'Records, calls or rights are others than in the release that is deployed, so the two cannot work side by side: all goes over at once, and nothing goes back by itself (infra/RUNBOOK.md#release-fails).',
};

const unknown = (reason: string): Words => ({
  zh: `查不到已部署的版本（${reason}）：本次一步切换，出错不会自动退回。`,
  en: `What is deployed could not be learnt (${reason}): all goes over at once, and nothing goes back by itself.`,
});
