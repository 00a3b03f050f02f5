import * as z from 'zod';
import type { Answer } from '../aws-endpoint/aws-endpoint.ts';

/** Secrets Manager as far as the functions use it: the one secret of a deployment, the address of its mail relay. */
export interface Secrets {
  /** A call of the JSON protocol, such as `secretsmanager.GetSecretValue`. */
  handle(target: string, body: unknown): Answer;
}

const getSchema = z.object({ SecretId: z.string().min(1) });

/** @param address its text as it is now, under whatever name the template gives it; undefined where it is not there */
export function openSecrets(address: () => string | undefined): Secrets {
  return {
    handle(target, body) {
      const operation = target.slice(target.indexOf('.') + 1);
      if (operation !== 'GetSecretValue')
        return refuse('InvalidRequestException', `${operation} is not emulated on this machine`);
      const parsed = getSchema.safeParse(body);
      if (!parsed.success) return refuse('InvalidParameterException', z.prettifyError(parsed.error));
      const { SecretId } = parsed.data;
      const smtpUrl = address();
      return smtpUrl === undefined
        ? refuse('ResourceNotFoundException', `The secret ${SecretId} is SMTP_URL, which is not set`)
        : { status: 200, body: { Name: SecretId, SecretString: smtpUrl } };
    },
  };
}

function refuse(code: string, message: string): Answer {
  return { status: 400, body: { __type: code, message } };
}
