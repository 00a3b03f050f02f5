/** What people do in flows. */
import type {
  AttachmentBegun,
  AttachmentView,
  DecisionView,
  ProjectView,
} from '../../shared/contract/views.ts';
import type { Person } from '../../shared/workflow/directory.ts';
import { aDeclaration, aSecondUnitsDeclaration } from '../builders/declaration.ts';
import { announced, type FileToSend, send } from '../support/attaching.ts';
import type { Run } from './run.ts';

const form = 'project-declaration';
const account = 'submitter';

export const why = '请补充第三项支出的测算依据和标准';

export const submit = (run: Run) =>
  run.send({ account, path: `/forms/${form}/submissions`, body: aDeclaration() });

/** The second unit of the sample directory, of which no other flow has a project. */
export const secondUnit = { id: '11530121MB1000101G', name: '示例单位二（示例）' };
export const submitForSecondUnit = (run: Run) =>
  run.send({
    account: 'submitter2',
    path: `/forms/${form}/submissions`,
    body: aSecondUnitsDeclaration(),
  });

export const draft = (run: Run, declaration: object) =>
  run.send({ account, path: '/projects', body: { form, declaration } });

/** What a unit does with its project, over the version that stands. */
export async function act(run: Run, what: 'submit' | 'recall' | 'withdraw') {
  const path = `/projects/${run.project()}`;
  const { version } = await run.read<ProjectView>(account, path);
  return run.send({ account, path: `${path}/${what}`, version });
}

export async function save(run: Run, changes: Parameters<typeof aDeclaration>[0]) {
  const path = `/projects/${run.project()}`;
  const { version } = await run.read<ProjectView>(account, path);
  return run.send({ account, method: 'PUT', path, body: { declaration: aDeclaration(changes) }, version });
}

/** Opens a link, and decides on what it shows. */
export async function decide(run: Run, link: string, decision: object): Promise<DecisionView> {
  const { contentHash } = await run.read<DecisionView>(undefined, link);
  return run.send<DecisionView>({ path: link, body: { ...decision, contentHash } });
}

/** The same without a link. */
export async function decideSignedIn(run: Run, decider: string, decision: object): Promise<DecisionView> {
  const path = `/projects/${run.project()}/decision`;
  const { contentHash } = await run.read<DecisionView>(decider, path);
  return run.send<DecisionView>({ account: decider, path, body: { ...decision, contentHash } });
}

export const approve = async (run: Run, decider: string) =>
  decide(run, await run.link(decider), { outcome: 'approve' });

/** Sends a file to the store, as pages do, and waits until it can be used: the unit's, unless another has them. */
export async function attach(
  run: Run,
  file: FileToSend,
  { account, base }: { account: string; base: string } = ofUnit(run),
): Promise<AttachmentView> {
  const { attachment, upload } = await run.send<AttachmentBegun>({
    account,
    path: base,
    body: announced(file),
  });
  await run.until('the upload', async () => (await send(upload, file.bytes, file.name)).status === 204);
  return run.until('the scan', async () => {
    const read = await run.read<{ attachment: AttachmentView }>(account, `${base}/${attachment.id}`);
    return ['clean', 'unscannable'].includes(read.attachment.status) && read.attachment;
  });
}

const ofUnit = (run: Run) => ({ account, base: `/projects/${run.project()}/attachments` });

/** Changes a person of the directory. */
export async function changePerson(run: Run, id: string, change: Partial<Person>): Promise<void> {
  const path = `/directory/people/${id}`;
  const version = await run.etag('administrator', path);
  const person = await run.read<Person>('administrator', path);
  await run.send({ account: 'administrator', method: 'PUT', path, body: { ...person, ...change }, version });
}
