import { Problem } from '../../shared/contract/problem.ts';
import type { Spent } from '../../shared/http/limits.ts';
import { mintCode } from '../../shared/store/code.ts';
import { type CodeHolder, codeHolds, saveCode } from '../../shared/store/code-store.ts';
import type { Use } from '../../shared/store/limit-store.ts';
import { personWith } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';
import { type OpenedLink, requestOf } from './open-link.ts';

export type Proof = 'link' | 'link-and-code';

const codeHolder = ({ link }: OpenedLink): CodeHolder => ({ ...link, person: link.assignee.id });

async function mailCode(deps: Deps, opened: OpenedLink): Promise<void> {
  const { token, link, part, loaded } = opened;
  const person = personWith(part.directory, link.assignee.id);
  if (!person) throw new Problem('reassigned');
  const code = mintCode();
  await saveCode(deps.database, codeHolder(opened), token, code, deps.now());
  const { codeLetter } = await import('../../shared/effects/mail/letters.ts');
  await deps.transport({
    ...codeLetter(loaded, code, opened.settings.contact, person.lang ?? 'zh'),
    to: person.email,
    reference: `code-${loaded.record.id}-${deps.now().getTime()}`,
  });
}

/** Tries are one count for a request and its person, whatever link or code they come with. */
function triesOf({ link }: OpenedLink): Use[] {
  const by = requestOf(link);
  return [
    { limit: 'codeTries', by },
    { limit: 'codeTriesOfDay', by },
  ];
}

/** The last try says from when on there are others. */
const wrongCode = (spent: Spent | undefined): Problem =>
  new Problem(
    'wrong-code',
    spent && {
      detail: {
        zh: `验证码不对或已失效。${spent.detail.zh}`,
        en: `The code is wrong, or no longer valid. ${spent.detail.en}`,
      },
      headers: spent.headers,
    },
  );

/**
 * How strongly the person of a link is identified: from the deployment's threshold on by a code that was mailed to
 * the same mailbox just now.
 * @throws Problem `code-required` where one was mailed, `wrong-code`, `too-many-requests`
 */
export async function prove(deps: Deps, opened: OpenedLink, code: string | undefined): Promise<Proof> {
  const { codeThresholdFen } = opened.settings;
  if (codeThresholdFen === null || opened.request.requestedFen < codeThresholdFen) return 'link';
  const tries = triesOf(opened);
  if (code === undefined) {
    // Nobody is mailed a code that could not be tried.
    const spent = await deps.limits.spent(tries);
    if (spent) throw new Problem('too-many-requests', spent);
    await deps.limits.within([{ limit: 'codes', by: requestOf(opened.link) }], () => mailCode(deps, opened));
    throw new Problem('code-required');
  }
  // Counted before it is compared, so that guesses at once count each.
  await deps.limits.count(tries);
  if (!(await codeHolds(deps.database, codeHolder(opened), opened.token, code, deps.now())))
    throw wrongCode(await deps.limits.spent(tries));
  return 'link-and-code';
}
