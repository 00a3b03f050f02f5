import type { ProjectView } from '../../shared/contract/views.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { quiet } from './flow.ts';
import { type Http, jsonOf, withHttp } from './http.ts';
import type { Mailbox } from './mailbox.ts';
import type { Running } from './npm-start.ts';

/** An open request at the last stage, with the link that its approver was mailed. */
export interface OpenRequest {
  readonly projectId: string;
  readonly approver: string;
  /** The path of the decision link. */
  readonly link: string;
  readonly contentHash: string;
}

const approverOf = (number: number): string => `approver-${String(number + 1).padStart(3, '0')}`;

/** What the parts that prepare requests work with. */
export interface Office {
  readonly running: Running;
  readonly mailbox: Mailbox;
}

/**
 * Puts so many more approvers into the sample directory, as an administrator would: people of the finance bureau. They
 * need no accounts, because a mailed link is all that a decision asks for.
 */
export async function addApprovers({ running }: Office, count: number): Promise<void> {
  const authorization = `Bearer ${await running.token('administrator')}`;
  await withHttp(running.product, async (http) => {
    const stored = await http.send('GET', '/directory', { authorization });
    const directory = jsonOf<Directory>(stored, 200, 'The directory');
    const unit = directory.people.find(({ id }) => id === 'approver')?.unit ?? '';
    const people = Array.from({ length: count }, (_, number) => ({
      id: approverOf(number),
      name: `审批人${number + 1}（示例）`,
      email: `${approverOf(number)}@countersign.example`,
      unit,
    }));
    const match = { authorization, 'if-match': stored.etag };
    const next = { ...directory, people: [...directory.people, ...people] };
    jsonOf(await http.send('PUT', '/directory', match, next), 200, 'The new directory');
  });
}

// As many as the functions can work on at once; more would only wait.
const CONCURRENCY = 8;

/**
 * Brings so many projects to the last stage, each with another approver: submitted, reviewed, and given by an
 * administrator to the approver of its number. All that follows from it has happened when this returns.
 */
export async function openRequests(office: Office, count: number): Promise<OpenRequest[]> {
  const { running, mailbox } = office;
  const submitter = { authorization: `Bearer ${await running.token('submitter')}` };
  const administrator = { authorization: `Bearer ${await running.token('administrator')}` };
  const declaration = aDeclaration();
  const open = async (http: Http, number: number): Promise<OpenRequest> => {
    const submitted = await http.send(
      'POST',
      '/forms/project-declaration/submissions',
      submitter,
      declaration,
    );
    const { id, contentHash } = jsonOf<ProjectView>(submitted, 201, 'The submission');
    const review = await mailbox.link(id, 'reviewer');
    jsonOf(await http.send('POST', review, {}, { outcome: 'approve', contentHash }), 200, 'The review');
    await mailbox.link(id, 'approver');
    const approver = approverOf(number);
    const given = { stage: 'approval', to: approver, comment: '按分工调整审批人（示例）' };
    const reassigned = await http.send('POST', `/projects/${id}/reassignment`, administrator, given);
    jsonOf(reassigned, 200, 'The reassignment');
    const link = await mailbox.link(id, approver);
    return { projectId: id, approver, link, contentHash: contentHash ?? '' };
  };
  const requests: OpenRequest[] = [];
  let next = 0;
  await withHttp(running.product, async (http) => {
    const worker = async (): Promise<void> => {
      while (next < count) requests.push(await open(http, next++));
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  });
  await quiet(running);
  return requests;
}
