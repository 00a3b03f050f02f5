import { now } from '../../runtime/clock.ts';
import { jsonService } from '../../runtime/patience.ts';

/**
 * How long a process keeps a secret that it has read. Five minutes: a relay's new password is in force by then, and a
 * wave of a thousand mails reads it a handful of times.
 */
const KEPT_MS = 5 * 60_000;

/** Reads a secret's text from Secrets Manager. @throws Error where it is not there, may not be read, or is no text */
async function readSecret(name: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString } = await new SecretsManagerClient(jsonService).send(
    new GetSecretValueCommand({ SecretId: name }),
  );
  if (!SecretString) throw new Error(`The secret ${name} holds no text`);
  return SecretString;
}

/** A secret that is read when it is first asked for, and read again when it has been kept long enough. */
export function keptSecret(
  name: string,
  read: (name: string) => Promise<string> = readSecret,
  clock: () => Date = now,
): () => Promise<string> {
  let kept: { readonly text: Promise<string>; readonly until: number } | undefined;
  return () => {
    const at = clock().getTime();
    if (kept === undefined || kept.until <= at) {
      const text = read(name);
      kept = { text, until: at + KEPT_MS };
      text.catch(() => {
        // Who asks next tries again.
        kept = undefined;
      });
    }
    return kept.text;
  };
}
