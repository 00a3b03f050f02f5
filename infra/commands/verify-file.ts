import { verifyCommand } from '../../shared/evidence/verifier/command.ts';

export const verifyUsage = `npm run history -- verify file [files…] [--key fingerprint] [--checkpoint line]… [--filtered]

  file             an evidence bundle (.zip) or an export (.ndjson); no network and no account is needed
  files            a bundle's attached files where they are not in it: parts, single files, or a folder of them
  --key            the fingerprint of the signing key, as it was got in another way
  --checkpoint     a checkpoint's line from a mailbox, or its hash; may be given several times
  --filtered       the export was made with filters: numbers may be missing

The same verifier lies in every bundle as verify.mjs.`;

/** Verifies a file that was taken away: 0 where all holds, 1 where something does not, 2 where it cannot be read. */
export async function verifyFile(args: readonly string[]): Promise<void> {
  const { code, out, error } = verifyCommand(args);
  process.stdout.write(out);
  process.stderr.write(error);
  process.exitCode = code;
}
