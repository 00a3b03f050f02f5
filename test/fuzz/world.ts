import type { DecisionView, ProgramView, ProjectView } from '../../shared/contract/views.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  approveThrough,
  clientOf,
  decideBy,
  eventually,
  linkFor,
  submit,
} from '../support/client.ts';
import type { Platform } from '../support/platform.ts';

/** What exists, by the names of the path parameters that lead there. */
export type Existing = Readonly<Record<string, readonly string[]>>;

const REASON = '请补充第三项支出的测算依据和标准';

async function aDraft(platform: Platform, title: string): Promise<string> {
  const submitter = await clientOf(platform, 'submitter');
  const body = { form: 'project-declaration', declaration: aDeclaration({ title }) };
  return (await submitter.post<ProjectView>('/projects', body)).body.id;
}

/** A project in each state that a unit meets, with the links that were mailed for them. */
export async function aWorld(platform: Platform): Promise<Existing> {
  const links: string[] = [];
  const decided = async (outcome: string): Promise<string> => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    links.push(link);
    await decideBy(platform, link, { outcome, comment: REASON });
    return id;
  };
  const approved = await approveThrough(platform);
  const [returned, rejected] = [await decided('return'), await decided('reject')];
  const withdrawn = (await submit(platform)).id;
  links.push(await linkFor(platform, 'reviewer', withdrawn));
  await actOfUnit(platform, withdrawn, 'withdraw');
  const open = (await submit(platform)).id;
  links.push(await linkFor(platform, 'reviewer', open));
  const atApproval = (await submit(platform)).id;
  const review = await linkFor(platform, 'reviewer', atApproval);
  const anyone = await clientOf(platform);
  const { contentHash } = (await anyone.get<DecisionView>(review)).body;
  const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定，其余自筹' }];
  await anyone.post(review, { outcome: 'approve', contentHash, cuts });
  links.push(review, await linkFor(platform, 'approver', atApproval));
  const drafts = [await aDraft(platform, '草稿甲'), await aDraft(platform, '草稿乙')];

  const auditor = await clientOf(platform, 'auditor');
  await auditor.post('/history/checkpoints');
  const events = await eventually('the rules in the history', async () => {
    const { body } = await auditor.get<{ events: { detailsHash?: string }[] }>('/history?chain=rules');
    return body.events.length > 0 && body.events;
  });
  const administrator = await clientOf(platform, 'administrator');
  const { body: program } = await administrator.post<ProgramView>('/directory/programs', {
    ...{ name: '财务系统（示例）', role: 'submitter', person: 'submitter2' },
    until: beijingDay(await platform.now()),
  });
  const shown = await Promise.all(links.map((link) => anyone.get<DecisionView>(link)));
  return {
    id: [approved, returned, rejected, withdrawn, open, atApproval, ...drafts],
    token: links.map((link) => link.split('/').at(-1) ?? ''),
    contentHash: shown.map(({ body }) => body.contentHash),
    form: ['project-declaration'],
    hash: events.flatMap(({ detailsHash }) => detailsHash ?? []),
    number: ['1', '2'],
    file: ['app.css'],
    program: [program.id],
  };
}
