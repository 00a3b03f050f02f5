import type { Answer, Call } from '../../shared/http/route.ts';
import { DecisionPage } from '../../shared/pages/decision-page.tsx';
import { formatWan } from '../../shared/project/money.ts';
import type { DecisionView } from '../../shared/project/views.ts';
import { following } from '../../shared/workflow/decide.ts';
import { stagesPassed } from '../../shared/workflow/directory.ts';
import type { OpenedLink, Parts } from './open-link.ts';

/** What each button does, in plain words. */
function consequencesOf(parts: Parts, opened: OpenedLink, lang: 'zh' | 'en') {
  const amount = opened.request.requestedFen === null ? '' : formatWan(opened.request.requestedFen);
  const { stages } = opened.form;
  const passes = stagesPassed(opened.directory, stages, {
    unit: opened.loaded.record.unit.id,
    requestedFen: opened.request.requestedFen ?? 0,
    collectiveThresholdFen: parts.collectiveThresholdFen,
  });
  const nextId = following(stages, passes, opened.stage.id);
  const next = stages.find((stage) => stage.id === nextId);
  if (lang === 'zh') {
    return {
      approve: next
        ? `同意 ${amount} 万元，随后送${next.label.zh}。`
        : `批准 ${amount} 万元，项目办结并通知申报单位。`,
      return: '退回申报单位修改；修改后从头审核。',
      reject: '否决后项目即告终止，不能恢复。',
    };
  }
  return {
    approve: next
      ? `Approve ${amount} ×10,000 yuan; goes on to ${next.label.en}.`
      : `Approve ${amount} ×10,000 yuan; the project is approved and the unit is told.`,
    return: 'Goes back to the unit for changes; the review then starts again.',
    reject: 'Ends the project for good.',
  };
}

export function decisionPage(
  parts: Parts,
  call: Call,
  opened: OpenedLink,
  view: DecisionView,
  problem?: { readonly code: string; readonly message: string },
): NonNullable<Answer['page']> {
  const comment = call.form?.get('comment');
  const outcome = call.form?.get('outcome');
  return {
    content: (
      <DecisionPage
        lang={call.lang}
        decision={view}
        definition={opened.form.definition}
        action={`/decisions/${call.path.token ?? ''}`}
        stage={opened.stage}
        consequences={consequencesOf(parts, opened, call.lang)}
        contact={parts.contact}
        {...(call.form
          ? { typed: { ...(outcome ? { outcome } : {}), ...(comment ? { comment } : {}) } }
          : {})}
        {...(problem ? { problem } : {})}
      />
    ),
    frame: { title: view.project.title },
  };
}
