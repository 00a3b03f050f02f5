import { Problem } from '../../shared/contract/problem.ts';
import { officeOf, readerOf } from '../../shared/effects/mail/addressees.ts';
import type { Proof } from '../../shared/history/vocabulary.ts';
import type { Spent } from '../../shared/http/limits.ts';
import { mintCode } from '../../shared/store/code.ts';
import { type CodeHolder, codeHolds, saveCode } from '../../shared/store/code-store.ts';
import type { Use } from '../../shared/store/limit-store.ts';
import { personWith } from '../../shared/workflow/directory.ts';
import { mailboxOf } from '../../shared/workflow/rerouting.ts';
import type { DecisionInput } from './decision-input.ts';
import type { Deps } from './deps.ts';
import { type OpenedRequest, requestOf } from './opened.ts';

/**
 * What a code holds with: the link that it was asked for, or what the caller is signed in by and the mailbox that they
 * have: whoever can read a former one proves nothing. A link ends with its mailbox.
 */
const secretOf = ({ way, part, assignee }: OpenedRequest): string =>
  way.by === 'link' ? way.token : `${way.credential} ${mailboxOf(part.directory, assignee.id)}`;

const codeHolder = ({ loaded, request, assignee }: OpenedRequest): CodeHolder => ({
  projectId: loaded.record.id,
  revision: request.revision,
  stage: request.stage,
  person: assignee.id,
});

async function mailCode(deps: Deps, opened: OpenedRequest): Promise<void> {
  const { assignee, part, loaded } = opened;
  const person = personWith(part.directory, assignee.id);
  if (!person) throw new Problem('reassigned');
  const code = mintCode();
  await saveCode(deps.database, codeHolder(opened), secretOf(opened), code, deps.now());
  const { codeLetter } = await import('../../shared/effects/mail/letters.ts');
  const organisation = await officeOf(opened.snapshot, loaded.record.unit.id);
  await deps.transport({
    ...codeLetter(
      loaded,
      code,
      { organisation, contact: opened.settings.contact },
      readerOf(assignee, person),
    ),
    to: person.email,
    reference: `code-${loaded.record.id}-${deps.now().getTime()}`,
  });
}

/** Tries are one count for a request and its person, whatever link or code they come with. */
function triesOf(opened: OpenedRequest): Use[] {
  const by = requestOf(opened);
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

/** Whether the amount asks for a code. One proves one decision. */
export const needsCode = ({ settings: { codeThresholdFen }, request }: OpenedRequest): boolean =>
  codeThresholdFen !== null && request.requestedFen >= codeThresholdFen;

/**
 * How strongly the person is identified: from the deployment's threshold on by a code that was mailed to
 * the same mailbox just now.
 * @throws Problem `code-required` where one was mailed, `wrong-code`, `too-many-requests`
 */
export async function prove(
  deps: Deps,
  opened: OpenedRequest,
  { code }: Pick<DecisionInput, 'code'>,
): Promise<Proof> {
  const known = opened.way.by === 'link' ? 'link' : 'session';
  if (!needsCode(opened)) return known;
  const tries = triesOf(opened);
  if (code === undefined) {
    // Nobody is mailed a code that could not be tried.
    const spent = await deps.limits.spent(tries);
    if (spent) throw new Problem('too-many-requests', spent);
    await deps.limits.within([{ limit: 'codes', by: requestOf(opened) }], () => mailCode(deps, opened));
    throw new Problem('code-required');
  }
  // Counted before it is compared, so that guesses at once count each.
  await deps.limits.count(tries);
  if (!(await codeHolds(deps.database, codeHolder(opened), secretOf(opened), code, deps.now())))
    throw wrongCode(await deps.limits.spent(tries));
  return `${known}-and-code`;
}
