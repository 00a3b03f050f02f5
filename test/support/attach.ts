/** Attaches files to projects as programs do: begun, sent to the store by its form, and awaited. */
import { createHash } from 'node:crypto';
import type { AttachmentBegun, AttachmentView, ProjectView } from '../../shared/contract/views.ts';
import type { AttachedFile } from '../../shared/values/attached-file.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { clientOf, eventually } from './client.ts';
import type { Platform } from './platform.ts';

/** A PDF that is as large as a test wants it, and that no other is like. @param size bytes, at least 400 */
export function aPdf(text: string, size = 600): Buffer {
  const head = `%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n% ${text}\n`;
  const tail = `trailer\n<</Root 1 0 R/Size 3>>\n%%EOF\n`;
  const filler = Buffer.alloc(Math.max(0, size - Buffer.byteLength(head) - tail.length - 3), `${text}.`);
  return Buffer.concat([
    Buffer.from(head),
    Buffer.from('% '),
    Buffer.from(filler.toString('base64').slice(0, filler.length)),
    Buffer.from('\n'),
    Buffer.from(tail),
  ]);
}

/** Sends a file to a project's draft, and waits until it may be named. */
export async function attach(
  platform: Platform,
  account: string,
  id: string,
  name: string,
  bytes: Buffer,
): Promise<AttachedFile> {
  const client = await clientOf(platform, account);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = `/projects/${id}/attachments`;
  const begun = await client.post<AttachmentBegun>(path, { name, size: bytes.length, sha256 });
  if (begun.status !== 201) throw new Error(`${name} got ${begun.status}: ${JSON.stringify(begun.body)}`);
  const { attachment, upload } = begun.body;
  const form = new FormData();
  for (const [field, value] of Object.entries(upload.fields)) form.set(field, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  const sent = await fetch(upload.url, { method: 'POST', body: form });
  if (!sent.ok) throw new Error(`The store said ${sent.status}: ${await sent.text()}`);
  await eventually(`${name} to be looked at`, async () => {
    const { body } = await client.get<{ attachments: AttachmentView[] }>(path);
    const found = body.attachments.find((one) => one.id === attachment.id);
    if (found?.status === 'refused') throw new Error(`${name} was refused: ${found.reason}`);
    return found?.status === 'clean' || found?.status === 'unscannable';
  });
  return { name, type: attachment.type, size: bytes.length, sha256 };
}

/** Hands in a declaration with files as its attachments. */
export async function submitWith(
  platform: Platform,
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
  account = 'submitter',
): Promise<ProjectView> {
  const client = await clientOf(platform, account);
  const begun = await client.post<ProjectView>('/projects', {
    form: 'project-declaration',
    declaration: aDeclaration(),
  });
  const { id } = begun.body;
  const attachments: AttachedFile[] = [];
  for (const { name, bytes } of files) attachments.push(await attach(platform, account, id, name, bytes));
  const saved = await client.put<ProjectView>(
    `/projects/${id}`,
    { declaration: { ...aDeclaration(), attachments } },
    { 'if-match': begun.headers.get('etag') ?? '' },
  );
  if (saved.status !== 200) throw new Error(`Saving got ${saved.status}: ${JSON.stringify(saved.body)}`);
  const done = await client.post<ProjectView>(`/projects/${id}/submit`, undefined, {
    'if-match': saved.headers.get('etag') ?? '',
  });
  if (done.status !== 200) throw new Error(`Handing in got ${done.status}: ${JSON.stringify(done.body)}`);
  return done.body;
}
