/** Attaches files as the pages' script does: announced, posted to the store, and waited for. */
import { createHash } from 'node:crypto';
import type {
  AttachmentBegun,
  AttachmentFile,
  AttachmentView,
  ProjectView,
} from '../../shared/contract/views.ts';
import { clientOf, eventually, type Problem } from './client.ts';
import type { Platform } from './platform.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;

export interface FileToSend {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const announced = ({ name, bytes }: FileToSend) => ({
  name,
  size: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** A file as a declaration names it. */
export const asNamed = ({ name, type, size, sha256 }: AttachmentView) => ({ name, type, size, sha256 });

/** Posts bytes by the form that an upload began with. @param name as a browser would send it */
export async function send(
  { url, fields }: AttachmentBegun['upload'],
  bytes: Uint8Array,
  name = 'file',
): Promise<Response> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  return fetch(url, { method: 'POST', body: form });
}

export const begin = (client: Client, base: string, file: FileToSend) =>
  client.post<AttachmentBegun & Problem & { detail?: string }>(base, announced(file));

/** Waits until an attachment stands as said. */
export const standing = (client: Client, base: string, id: string, ...statuses: AttachmentView['status'][]) =>
  eventually(`${statuses.join(' or ')} of ${id}`, async () => {
    const { body } = await client.get<AttachmentFile>(`${base}/${id}`);
    return statuses.includes(body.attachment?.status) && body.attachment;
  });

/** Sends a file, and waits until it can be used. */
export async function attach(client: Client, base: string, file: FileToSend): Promise<AttachmentView> {
  const begun = await begin(client, base, file);
  if (begun.status !== 201)
    throw new Error(`${file.name} got ${begun.status}: ${JSON.stringify(begun.body)}`);
  const sent = await send(begun.body.upload, file.bytes, file.name);
  if (sent.status !== 204) throw new Error(`${file.name} was not taken: ${sent.status} ${await sent.text()}`);
  return standing(client, base, begun.body.attachment.id, 'clean', 'unscannable');
}

/** Begins a draft of the sample's unit. */
export async function aDraft(platform: Platform, declaration: object): Promise<ProjectView> {
  const client = await clientOf(platform, 'submitter');
  return (await client.post<ProjectView>('/projects', { form: 'project-declaration', declaration })).body;
}

export const save = (client: Client, { id, version }: ProjectView, declaration: object) =>
  client.put<ProjectView & Problem>(`/projects/${id}`, { declaration }, { 'if-match': `"${version}"` });

export const handIn = (client: Client, { id, version }: ProjectView) =>
  client.post<ProjectView & Problem>(`/projects/${id}/submit`, undefined, { 'if-match': `"${version}"` });

/** A form with a file as a page without a script posts it; redirections are told, not followed. */
export async function postFile(
  platform: Platform,
  account: string | undefined,
  path: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
  file?: FileToSend,
): Promise<{ status: number; location: string | null; html: string }> {
  const form = new FormData();
  for (const [name, given] of Object.entries(fields))
    for (const value of [given].flat()) form.append(name, value);
  if (file) form.append('file', new Blob([new Uint8Array(file.bytes)]), file.name);
  const answer = await fetch(`${platform.product}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      ...(account === undefined ? {} : { authorization: `Bearer ${await platform.token(account)}` }),
    },
    body: form,
  });
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
}
