/** Projects that were handed in with files. */
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { pdf } from '../builders/file-bytes.ts';
import { aDraft, asNamed, attach, type FileToSend, handIn, save } from './attaching.ts';
import { clientOf } from './client.ts';
import type { Platform } from './platform.ts';

/** A PDF that no other is like. @param size bytes, where it is to be larger than it needs */
export function aPdf(text: string, size = 0): Buffer {
  const whole = pdf(`\n% ${Buffer.from(text).toString('hex')}`);
  const filler = Buffer.alloc(Math.max(0, size - whole.length), '% filler\n');
  // Before its end, where readers look first.
  const end = whole.lastIndexOf('startxref');
  return Buffer.concat([whole.subarray(0, end), filler, Buffer.from('\n'), whole.subarray(end)]);
}

/** Hands in the sample's declaration with files of the whole. */
export async function handedInWith(platform: Platform, files: readonly FileToSend[]): Promise<ProjectView> {
  const client = await clientOf(platform, 'submitter');
  const draft = await aDraft(platform, aDeclaration());
  const attachments = [];
  for (const file of files)
    attachments.push(asNamed(await attach(client, `/projects/${draft.id}/attachments`, file)));
  const saved = await save(client, draft, aDeclaration({ attachments }));
  const { status, body } = await handIn(client, saved.body);
  if (status !== 200) throw new Error(`Handing in got ${status}: ${JSON.stringify(body)}`);
  return body;
}
