import { Problem } from '../../../shared/contract/problem.ts';
import type { Role } from '../../../shared/contract/roles.ts';
import type { Member } from '../../../shared/identity/member.ts';
import { servedBy } from '../../../shared/project/access.ts';
import type { SeenList } from '../../../shared/project/list-pages.ts';
import { type Subtotals, totalsOfFinance, totalsOfUnit } from '../../../shared/project/list-totals.ts';
import { financeOf, type ListedLine, listOf } from '../../../shared/project/listed-line.ts';
import { allListedUnderWay } from '../../../shared/project/under-way.ts';
import type { Database } from '../../../shared/store/database.ts';

/** What of the lists somebody may see. */
export interface Reach {
  /** Auditors: everything that was handed in. */
  readonly all: boolean;
  /** The unit (USCC) that they submit for: its drafts as well. */
  readonly own: string | undefined;
  /** The units whose posts they hold or stand in for today: what these decide on. */
  readonly serves: ReadonlySet<string>;
  /** In which they read. */
  readonly role: Role;
}

/** @throws Problem `forbidden` for whoever has no list */
export async function reachOf(member: Member, now: Date): Promise<Reach> {
  const { roles } = member.principal;
  const all = roles.includes('auditor');
  const own = roles.includes('submitter') ? member.unit?.id : undefined;
  const serves = all ? new Set<string>() : await servedBy(member, now);
  if (!all && own === undefined && serves.size === 0)
    throw new Problem('forbidden', {
      detail: {
        zh: '项目清单供申报单位、办理岗位和审计人员查看。您在机构名录中没有岗位，如有疑问请联系管理员',
        en: 'The list is for units that declare, for the posts that decide, and for auditors. The directory has no post of yours; please ask the administrator',
      },
    });
  const decides = roles.includes('approver') ? 'approver' : 'reviewer';
  return { all, own, serves, role: all ? 'auditor' : serves.size > 0 ? decides : 'submitter' };
}

/** The title as its reader may see it: in full to the unit alone, as somebody who is asked sees it on the project. */
export const titleFor =
  ({ own }: Reach) =>
  ({ unit, title, maskedTitle }: ListedLine): string =>
    unit.id === own ? title : (maskedTitle ?? title);

/** What of one unit's list somebody may see. */
function seenOf({ all, own, serves }: Reach, unit: string, underWay: readonly ListedLine[]): SeenList {
  const list = listOf.unit(unit);
  if (own === unit) return { list, underWay };
  return { list, underWay, admits: (line) => line.isHandedIn && (all || serves.has(financeOf(line))) };
}

interface Seen {
  readonly lists: readonly SeenList[];
  /** What they come to, of everything that was handed in. */
  readonly subtotals: readonly Subtotals[];
}

/** The lists that somebody sees, of one unit (USCC) or of all of theirs, with their totals. */
export async function seenBy(database: Database, reach: Reach, unit: string | undefined): Promise<Seen> {
  const { all, own, serves } = reach;
  if (unit !== undefined) {
    const underWay = await allListedUnderWay(database, unit);
    const subtotals = await totalsOfUnit(database, unit, underWay);
    return {
      lists: [seenOf(reach, unit, underWay)],
      subtotals: subtotals.filter(({ finance }) => all || own === unit || serves.has(finance)),
    };
  }
  if (all) {
    const subtotals = await totalsOfFinance(database);
    const finances = new Set(subtotals.map(({ finance }) => finance));
    return { lists: [...finances].map((finance) => ({ list: listOf.finance(finance) })), subtotals };
  }
  const underWay = own === undefined ? [] : await allListedUnderWay(database, own);
  const [ofOwn, ...ofOthers] = await Promise.all([
    own === undefined ? [] : totalsOfUnit(database, own, underWay),
    ...[...serves].map((finance) => totalsOfFinance(database, finance)),
  ]);
  return {
    lists: [
      ...(own === undefined ? [] : [{ list: listOf.unit(own), underWay }]),
      ...[...serves].map((finance) => ({ list: listOf.finance(finance) })),
    ],
    // A project of the own unit that they decide on as well counts once.
    subtotals: [...ofOwn.filter(({ finance }) => !serves.has(finance)), ...ofOthers.flat()],
  };
}
