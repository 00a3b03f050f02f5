/** A project whose declaration and decision name files, its bundle, and the files as parts of their own. */
import { createHash } from 'node:crypto';
import { strToU8 } from 'fflate';
import { indexWith, type KeptFile, packPart, partsOf } from '../../shared/evidence/bundles/parts.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { digest } from '../../shared/history/digest.ts';
import type { EventBody } from '../../shared/history/event.ts';
import { indexOf } from '../../shared/history/verification/attachment-index.ts';
import { detailsFile, revisionFile } from '../../shared/history/verification/manifest.ts';
import { projectBundleOf, type World, worldOf } from './evidence.ts';
import { projects, sampleBodies, sampleDeclaration, sampleDetails, sampleStops } from './sample-history.ts';

export const [attachedTo] = projects;

export const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

const fileOf = (name: string, content: string, type = 'application/pdf') => ({
  name,
  type,
  size: strToU8(content).length,
  sha256: hashOf(content),
});

/** What the files hold. Two are called the same, as quotes are. */
export const contentsOf = {
  plan: '实施方案全文',
  quote: '甲公司报价 315000 元',
  otherQuote: '乙公司报价 330000 元',
  minutes: '会议纪要：同意',
} as const;

export const named = {
  plan: fileOf('实施方案.pdf', contentsOf.plan),
  quote: fileOf('报价单.pdf', contentsOf.quote),
  otherQuote: fileOf('报价单.pdf', contentsOf.otherQuote),
  minutes: fileOf(
    '会议纪要.docx',
    contentsOf.minutes,
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ),
};

export const declarationWithFiles = {
  ...sampleDeclaration,
  attachments: [named.plan],
  plan: sampleDeclaration.plan.map((line) => ({ ...line, files: [named.quote, named.otherQuote] })),
};
const detailsWithFiles = { ...sampleDetails, supplied: { minutes: [named.minutes] } };

const withFiles = (body: EventBody): EventBody => {
  if (body.action === 'submitted') return { ...body, contentHash: digest(declarationWithFiles) };
  if (body.action !== 'decided' || body.detailsHash === undefined) return body;
  return { ...body, detailsHash: digest(detailsWithFiles) };
};

const worldWithFiles: World = worldOf(
  new Map([...sampleBodies, [attachedTo, (sampleBodies.get(attachedTo) ?? []).map(withFiles)]]),
  sampleStops,
);

const texts = new Map([
  [revisionFile(attachedTo, 1), canonical(declarationWithFiles)],
  [detailsFile(attachedTo, 4), canonical(detailsWithFiles)],
]);

const kept: readonly KeptFile[] = indexOf(
  [...texts].map(([name, text]) => [name, JSON.parse(text)] as const),
).map((file) => ({ ...file, project: attachedTo }));

const contents = new Map<string, string>(
  Object.values(contentsOf).map((content) => [hashOf(content), content]),
);
const bytesOf = (files: readonly KeptFile[]): Map<string, Uint8Array> =>
  new Map(files.map(({ path, sha256 }) => [path, strToU8(contents.get(sha256) ?? '')]));

/** The path of one of the files, in the bundle and in a part. */
export const pathOfFile = (which: keyof typeof named): string =>
  kept.find(({ sha256 }) => sha256 === named[which].sha256)?.path ?? '';

const bundle = (attachments: Parameters<typeof projectBundleOf>[2]) =>
  projectBundleOf(worldWithFiles, attachedTo, { contents: { kind: 'all', texts }, ...attachments });

/** With the files in it. */
export const fullBundle = bundle({
  attachments: { index: indexWith(kept, 'included'), bytes: bytesOf(kept) },
});

/** Each part holds two. */
const parts = partsOf(kept, 600);
export const bareBundle = bundle({ attachments: { index: indexWith(kept, parts), bytes: new Map() } });
export const packedParts = parts.map(({ files }) => packPart(bytesOf(files)).zip);
