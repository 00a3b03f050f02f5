import { Problem } from '../../shared/contract/problem.ts';
import { mintCode } from '../../shared/store/code.ts';
import { type CodeHolder, codeHolds, saveCode } from '../../shared/store/code-store.ts';
import type { Deps } from './deps.ts';
import type { OpenedLink } from './open-link.ts';

export type Proof = 'link' | 'link-and-code';

const codeHolder = ({ link }: OpenedLink): CodeHolder => ({ ...link, person: link.assignee.id });

async function mailCode(deps: Deps, opened: OpenedLink): Promise<void> {
  const { token, link, directory, loaded } = opened;
  const person = directory.people.find((one) => one.id === link.assignee.id);
  if (!person) throw new Problem('reassigned');
  const code = mintCode();
  if (!(await saveCode(deps.database, codeHolder(opened), token, code, deps.now())))
    throw new Problem('too-many-requests');
  const { codeLetter } = await import('../../shared/effects/mail/letters.ts');
  await deps.transport({
    ...codeLetter(loaded, code, deps.contact, person.lang ?? 'zh'),
    to: person.email,
    reference: `code-${loaded.record.id}-${deps.now().getTime()}`,
  });
}

/**
 * How strongly the person of a link is identified: from the deployment's threshold on by a code that was mailed to
 * the same mailbox just now.
 * @throws Problem `code-required` where one was mailed, `wrong-code`, `too-many-requests`
 */
export async function prove(deps: Deps, opened: OpenedLink, code: string | undefined): Promise<Proof> {
  const { codeThresholdFen } = deps.rules;
  if (codeThresholdFen === null || opened.request.requestedFen < codeThresholdFen) return 'link';
  if (code === undefined) {
    await mailCode(deps, opened);
    throw new Problem('code-required');
  }
  if (!(await codeHolds(deps.database, codeHolder(opened), opened.token, code, deps.now())))
    throw new Problem('wrong-code');
  return 'link-and-code';
}
