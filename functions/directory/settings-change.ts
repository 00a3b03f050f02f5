import { Problem } from '../../shared/contract/problem.ts';
import { INDICATOR_TREES } from '../../shared/declaration/indicator-tree.ts';
import { loadForm } from '../../shared/declaration/registry.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import { pointerOf } from '../../shared/forms/pointer.ts';
import type { Call } from '../../shared/http/endpoint.ts';
import { actorOf, loadMember } from '../../shared/identity/member.ts';
import { wasUsed } from '../../shared/project/round-totals.ts';
import { ConditionRefused } from '../../shared/store/database.ts';
import { saveSettings, type VersionedSettings } from '../../shared/store/settings-store.ts';
import type { Words } from '../../shared/values/language.ts';
import type { StoredSettings } from '../../shared/workflow/settings.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import type { Deps } from './deps.ts';

/** What of settings holds, and storing them. */

/** Every stage of every form, once. */
export async function stagesOf({ forms }: Deps): Promise<Stage[]> {
  const all = (await Promise.all(forms.map(loadForm))).flatMap(({ stages }) => stages);
  return [...new Map(all.map((stage) => [stage.id, stage])).values()];
}

const against = (path: readonly (string | number)[], message: Words): Finding => ({
  rule: 'settings',
  severity: 'error',
  path: pointerOf(path),
  message,
});

/**
 * What does not hold of settings beside their shape: a stage or a tree that there is not, and a round that something was handed in
 * to and that would be lost or become one of another year.
 */
async function findingsOn(
  deps: Deps,
  { settings: { rounds: before = [] } }: VersionedSettings,
  { stages = {}, indicatorTree, rounds = [] }: StoredSettings,
): Promise<Finding[]> {
  const known = new Set((await stagesOf(deps)).map(({ id }) => id));
  const unknown = Object.keys(stages)
    .filter((id) => !known.has(id))
    .map((id) => against(['stages', id], { zh: '没有这个环节', en: 'There is no such stage' }));
  if (indicatorTree !== undefined && !INDICATOR_TREES.some(({ id }) => id === indicatorTree))
    unknown.push(against(['indicatorTree'], { zh: '没有这个指标体系', en: 'There is no such tree' }));
  const lost = before.filter(
    ({ id, budgetYear }) => !rounds.some((one) => one.id === id && one.budgetYear === budgetYear),
  );
  const used = await Promise.all(lost.map(({ id }) => wasUsed(deps.database, id)));
  const kept = lost.flatMap(({ id, budgetYear }, index) => {
    if (!used[index]) return [];
    const at = rounds.findIndex((one) => one.id === id);
    return [
      against(at < 0 ? ['rounds'] : ['rounds', at, 'budgetYear'], {
        zh: `批次 ${id}（${budgetYear} 年度）已有项目提交，不能删除，也不能更改年度和代号`,
        en: `Projects were handed in to the round ${id} of ${budgetYear}: it stays, with its year and its id`,
      }),
    ];
  });
  return [...unknown, ...kept];
}

/** Stores settings that hold. @throws Problem `invalid-body`, `stale-version` */
export async function changeSettings(
  deps: Deps,
  call: Call,
  stored: VersionedSettings,
  next: StoredSettings,
): Promise<VersionedSettings> {
  const errors = await findingsOn(deps, stored, next);
  if (errors.length > 0) throw new Problem('invalid-body', { errors });
  const cause = {
    actor: actorOf(await loadMember(deps.database, call.person), 'administrator'),
    at: deps.now().toISOString(),
    requestId: call.requestId,
  };
  try {
    return await saveSettings(deps.database, stored, next, cause);
  } catch (error) {
    if (error instanceof ConditionRefused) throw new Problem('stale-version', { cause: error });
    throw error;
  }
}
