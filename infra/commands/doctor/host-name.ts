import * as z from 'zod';

/** Where a host name leads, and where it should. */
export interface HostName {
  /** What it is another name for. */
  readonly names: readonly string[];
  /** Its own addresses, which an ALIAS record has in place of a name, and those of the gateway. */
  readonly addresses: readonly string[];
  readonly targetAddresses: readonly string[];
}

type Resolve = (host: string) => Promise<string[]>;

const none = z.object({ code: z.enum(['ENOTFOUND', 'ENODATA']) });

/** @throws the resolver's error, where nothing could be learnt */
export async function askHostName(
  resolver: { readonly resolveCname: Resolve; readonly resolve4: Resolve },
  domain: string,
  target: string | undefined,
): Promise<HostName | undefined> {
  const orNone = (question: Promise<string[]>): Promise<string[]> =>
    question.catch((error: unknown) => {
      if (none.safeParse(error).success) return [];
      throw error;
    });
  const [names, addresses, targetAddresses] = await Promise.all([
    orNone(resolver.resolveCname(domain)),
    orNone(resolver.resolve4(domain)),
    target === undefined ? [] : orNone(resolver.resolve4(target)),
  ]);
  return names.length + addresses.length === 0 ? undefined : { names, addresses, targetAddresses };
}
