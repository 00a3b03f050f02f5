/** Encrypted PDF files, of every revision of the standard security handler. */
import { createCipheriv, createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';

export interface Passwords {
  /** Whoever opens it is asked for it; empty: nobody is. */
  readonly user: string;
  /** Whoever may print it, or change it. */
  readonly owner: string;
}

/** By the revision that follows from the version. */
const versions = { 2: '1.3', 3: '1.4', 4: '1.7', 5: '1.7ext3' } as const;

/** Of a revision that the writer of the product's own documents knows. */
export async function encryptedPdf(
  revision: keyof typeof versions,
  { user, owner }: Passwords,
): Promise<Buffer> {
  const doc = new PDFDocument({
    pdfVersion: versions[revision],
    ...(user === '' ? {} : { userPassword: user }),
    ownerPassword: owner,
    permissions: {},
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => {
    doc.on('end', resolve);
  });
  doc.text('Quotation');
  doc.end();
  await done;
  return Buffer.concat(chunks);
}

const bytes = (length: number, first: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (first + index * 7) & 0xff));
const aes = (
  algorithm: 'aes-128-cbc' | 'aes-256-cbc' | 'aes-256-ecb',
  key: Buffer,
  iv: Buffer | null,
  data: Buffer,
) => createCipheriv(algorithm, key, iv).setAutoPadding(false).update(data);

/** ISO 32000-2, algorithm 2.B. */
function hashOf(password: Buffer, salt: Buffer, userEntry = Buffer.alloc(0)): Buffer {
  let key = createHash('sha256').update(password).update(salt).update(userEntry).digest();
  for (let round = 1; ; round++) {
    const once = Buffer.concat([password, key, userEntry]);
    const mixed = aes(
      'aes-128-cbc',
      key.subarray(0, 16),
      key.subarray(16, 32),
      Buffer.concat(Array<Buffer>(64).fill(once)),
    );
    const kind = Number(BigInt(`0x${mixed.toString('hex', 0, 16)}`) % 3n);
    key = createHash(['sha256', 'sha384', 'sha512'][kind] ?? '')
      .update(mixed)
      .digest();
    if (round >= 64 && (mixed.at(-1) ?? 0) <= round - 32) return key.subarray(0, 32);
  }
}

const hex = (data: Buffer): string => `<${data.toString('hex')}>`;

/** Of revision 6, as Acrobat and WPS write them today. */
export function pdfOfRevision6({ user, owner }: Passwords): Buffer {
  const [fileKey, validation, keySalt] = [bytes(32, 3), bytes(8, 90), bytes(8, 150)];
  const [byUser, byOwner] = [Buffer.from(user), Buffer.from(owner)];
  const zero = Buffer.alloc(16);
  const userEntry = Buffer.concat([hashOf(byUser, validation), validation, keySalt]);
  const userKey = aes('aes-256-cbc', hashOf(byUser, keySalt), zero, fileKey);
  const ownerEntry = Buffer.concat([hashOf(byOwner, validation, userEntry), validation, keySalt]);
  const ownerKey = aes('aes-256-cbc', hashOf(byOwner, keySalt, userEntry), zero, fileKey);
  const permissions = Buffer.concat([
    Buffer.from('c4f0ffffffffffff', 'hex'),
    Buffer.from('Tadb'),
    bytes(4, 1),
  ]);
  const perms = aes('aes-256-ecb', fileKey, null, permissions);
  const encrypt =
    `<</Filter/Standard/V 5/R 6/Length 256/P -3900/CF<</StdCF<</AuthEvent/DocOpen/CFM/AESV3/Length 32>>>>` +
    `/StmF/StdCF/StrF/StdCF/U${hex(userEntry)}/UE${hex(userKey)}/O${hex(ownerEntry)}/OE${hex(ownerKey)}/Perms${hex(perms)}>>`;
  return Buffer.from(
    `%PDF-2.0\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[4 0 R]/Count 1>>endobj\n` +
      `4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n3 0 obj${encrypt}endobj\n13 0 obj(another)endobj\n` +
      `trailer<</Root 1 0 R/Size 14/Encrypt 3 0 R/ID[<0102><0304>]>>\nstartxref\n9\n%%EOF\n`,
    'latin1',
  );
}
