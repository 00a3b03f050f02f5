import * as z from 'zod';
import type { Words } from '../../../shared/values/language.ts';
import { type Trouble, trouble } from './judge.ts';

/** Which host names of before lead nowhere. */
export interface FormerNames {
  readonly gone: readonly string[];
}

const nowhere = z.object({ code: z.enum(['ENOTFOUND', 'ENODATA']) });

/** @throws the resolver's error, where nothing could be learnt */
export async function askFormerNames(
  lookup: (name: string) => Promise<unknown>,
  names: readonly string[],
): Promise<FormerNames> {
  const looked = await Promise.all(
    names.map((name) =>
      lookup(name).then(
        () => [],
        (error: unknown) => {
          if (nowhere.safeParse(error).success) return [name];
          throw error;
        },
      ),
    ),
  );
  return { gone: looked.flat() };
}

export const formerNamesTitle: Words = { zh: '旧域名', en: 'Former host names' };

export function formerNamesTrouble({ gone = [] }: Partial<FormerNames> = {}): Trouble | undefined {
  return gone.length === 0
    ? undefined
    : trouble(
        `旧域名 ${gone.join('、')} 查不到地址，用它寄出的链接打不开：请保留其 DNS 记录，链接到期后再从 formerDomains 去掉。`,
        `${gone.join(', ')} of formerDomains leads nowhere, and so do the links that were mailed with it: keep its DNS record, and take it away here when they have ended.`,
        ...gone.map((name) => `dig +short ${name}`),
      );
}
