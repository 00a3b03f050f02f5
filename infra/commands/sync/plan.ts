import type { Role } from '../../../shared/contract/roles.ts';
import { LANG_TAG } from '../../../shared/values/language.ts';
import type { Office, OfficePerson } from './office.ts';

/** An account of the pool. */
export interface PoolAccount {
  /** What the pool calls it, and the `sub` of its tokens. */
  readonly username: string;
  readonly sub: string;
  /** As compared; empty where it has none. */
  readonly mailbox: string;
  readonly isVerified: boolean;
  readonly name: string;
  readonly locale: string;
  readonly isEnabled: boolean;
  readonly roles: readonly Role[];
}

/** What is to be done, each a call or two of the pool. */
export type Step =
  | { readonly does: 'make'; readonly person: OfficePerson }
  | { readonly does: 'change'; readonly account: PoolAccount; readonly to: Changes }
  | { readonly does: 'give' | 'take'; readonly account: PoolAccount; readonly role: Role }
  | { readonly does: 'disable'; readonly account: PoolAccount };

/** What of an account becomes different. */
export interface Changes {
  readonly mailbox?: string;
  readonly isVerified?: true;
  readonly name?: string;
  /** A language tag. */
  readonly locale?: string;
}

/** What is left as it is, and why. */
export interface Left {
  readonly because: 'unknown' | 'second' | 'auditor' | 'disabled' | 'last-administrator' | 'mailbox-taken';
  readonly mailbox: string;
  readonly name: string;
}

/** Whether the directory asks for something that was not done. */
export const isUnfinished = ({ because }: Left): boolean =>
  because === 'last-administrator' || because === 'mailbox-taken';

/** How the accounts of a pool follow an office: nothing is left to do where it is carried out twice. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly left: readonly Left[];
}

interface Known {
  readonly office: Office;
  readonly accounts: readonly PoolAccount[];
  /** Whom accounts were last seen to be of, by `sub`. */
  readonly bound: ReadonlyMap<string, string>;
}

/** @param disablesUnknown whether also those are disabled of whom the directory never knew */
export function planSync(known: Known, disablesUnknown: boolean): Plan {
  const { office, accounts } = known;
  const ownerOf = findOwner(known);
  const owners = new Map(accounts.map((account) => [account, ownerOf(account)] as const));
  const own = chosenAccounts(owners);
  const moves = inOrder(office.people, own, new Set(accounts.map(({ mailbox }) => mailbox)));
  const others = ofOthers(known, owners, new Set(own.values()), disablesUnknown);
  const steps = [...moves.steps, ...roleSteps(office.people, own), ...others.steps];
  const left = [
    ...moves.blocked.map((person) => leftAs('mailbox-taken', person)),
    ...[...own.values()].filter((one) => !one.isEnabled).map((one) => leftAs('disabled', one)),
    ...others.left,
  ];
  return withAdministrator({ steps: steps.toSorted((a, b) => rank(a) - rank(b)), left }, accounts);
}

const leftAs = (because: Left['because'], { mailbox, name }: Omit<Left, 'because'>): Left => ({
  ...{ because, mailbox, name },
});

function roleSteps(people: Office['people'], own: ReadonlyMap<OfficePerson, PoolAccount>): Step[] {
  return people.flatMap((person) => {
    const account = own.get(person);
    if (account === undefined) return [];
    const given = person.roles.filter((role) => !account.roles.includes(role));
    return [
      ...given.map((role): Step => ({ does: 'give', account, role })),
      ...takesOf(account, person.roles),
    ];
  });
}

/** Auditing is given by hand alone: it is no post. */
const takesOf = (account: PoolAccount, keeps: readonly Role[]): Step[] =>
  account.roles
    .filter((role) => role !== 'auditor' && !keeps.includes(role))
    .map((role) => ({ does: 'take', account, role }));

/** What becomes of the accounts that are nobody's of the directory, or a second one of somebody. */
function ofOthers(
  known: Known,
  owners: ReadonlyMap<PoolAccount, OfficePerson | undefined>,
  own: ReadonlySet<PoolAccount>,
  disablesUnknown: boolean,
): Plan {
  const steps: Step[] = [];
  const left: Left[] = [];
  for (const account of known.accounts) {
    if (own.has(account) || !account.isEnabled) continue;
    const hasLeft = isOfLeaver(account, known);
    const ends = hasLeft || disablesUnknown;
    // Auditors are often another office's, and in no directory: they are not even told of.
    if (account.roles.includes('auditor')) {
      if (hasLeft) steps.push(...takesOf(account, []));
      if (ends) left.push(leftAs('auditor', account));
    } else if (ends) steps.push({ does: 'disable', account });
    else left.push(leftAs(owners.get(account) ? 'second' : 'unknown', account));
  }
  return { steps, left };
}

/** What is given comes before what is taken: whoever stops in between leaves nobody without what they need. */
const order = { change: 0, make: 0, give: 1, take: 2, disable: 3 } as const;
const rank = ({ does }: Step): number => order[does];

/** Of whom an account is: by its own id, by whom it was last seen to be of, by its mailbox. */
function findOwner({ office, bound }: Known): (account: PoolAccount) => OfficePerson | undefined {
  const byId = new Map(office.people.map((person) => [person.id, person]));
  const byMailbox = new Map(office.people.map((person) => [person.mailbox, person]));
  return ({ sub, mailbox }) => {
    const [only, ...others] = office.former.get(mailbox) ?? [];
    return (
      byId.get(sub) ??
      byId.get(bound.get(sub) ?? '') ??
      byMailbox.get(mailbox) ??
      (others.length === 0 ? byId.get(only ?? '') : undefined)
    );
  };
}

/** The one account of each person: that with their mailbox, else the first that is theirs. */
function chosenAccounts(
  owners: ReadonlyMap<PoolAccount, OfficePerson | undefined>,
): Map<OfficePerson, PoolAccount> {
  const chosen = new Map<OfficePerson, PoolAccount>();
  for (const [account, person] of owners)
    if (person && (!chosen.has(person) || account.mailbox === person.mailbox)) chosen.set(person, account);
  return chosen;
}

/** Whether the directory knew somebody by it who is not in it any more. */
function isOfLeaver({ sub, mailbox }: PoolAccount, { office: { left, former }, bound }: Known): boolean {
  const had = former.get(mailbox) ?? [];
  return (
    left.has(sub) || left.has(bound.get(sub) ?? '') || (had.length > 0 && had.every((id) => left.has(id)))
  );
}

/**
 * Accounts that are made and changed, each after the one that has had its mailbox. Where two swap theirs, or an account
 * that is nobody's has it, there is no order: those are blocked.
 */
function inOrder(
  people: readonly OfficePerson[],
  own: ReadonlyMap<OfficePerson, PoolAccount>,
  mailboxes: ReadonlySet<string>,
): { readonly steps: Step[]; readonly blocked: OfficePerson[] } {
  const taken = new Set(mailboxes);
  const stays = people.flatMap((person): Step[] => {
    const account = own.get(person);
    const to = account?.mailbox === person.mailbox ? changesOf(account, person) : {};
    return account && Object.keys(to).length > 0 ? [{ does: 'change', account, to }] : [];
  });
  const steps: Step[] = [];
  let waiting = people.filter((person) => own.get(person)?.mailbox !== person.mailbox);
  for (;;) {
    const free = waiting.filter(({ mailbox }) => !taken.has(mailbox));
    if (free.length === 0) return { steps: [...stays, ...steps], blocked: waiting };
    for (const person of free) {
      const account = own.get(person);
      if (account) taken.delete(account.mailbox);
      steps.push(
        account ? { does: 'change', account, to: changesOf(account, person) } : { does: 'make', person },
      );
    }
    const moved = new Set(free);
    waiting = waiting.filter((person) => !moved.has(person));
  }
}

function changesOf(account: PoolAccount, { mailbox, name, language }: OfficePerson): Changes {
  const locale = language && LANG_TAG[language];
  return {
    ...(account.mailbox !== mailbox && { mailbox }),
    ...((account.mailbox !== mailbox || !account.isVerified) && { isVerified: true as const }),
    ...(account.name !== name && { name }),
    ...(locale && account.locale !== locale && { locale }),
  };
}

/** Takes nothing from the administrators that there are, where nobody would be left who can sign in as one. */
function withAdministrator(plan: Plan, accounts: readonly PoolAccount[]): Plan {
  const ends = (step: Step): boolean =>
    step.does === 'take'
      ? step.role === 'administrator'
      : step.does === 'disable' && step.account.roles.includes('administrator');
  const ended = new Set(
    plan.steps.flatMap((step) => (ends(step) && 'account' in step ? [step.account] : [])),
  );
  const remains =
    accounts.some((one) => one.isEnabled && one.roles.includes('administrator') && !ended.has(one)) ||
    plan.steps.some(
      (step) =>
        (step.does === 'make' && step.person.roles.includes('administrator')) ||
        (step.does === 'give' && step.role === 'administrator' && step.account.isEnabled),
    );
  if (remains || ended.size === 0) return plan;
  const kept = [...ended].filter(({ isEnabled }) => isEnabled);
  return {
    steps: plan.steps.filter((step) => !ends(step)),
    left: [
      ...plan.left,
      ...kept.map(({ mailbox, name }) => ({ because: 'last-administrator' as const, mailbox, name })),
    ],
  };
}
