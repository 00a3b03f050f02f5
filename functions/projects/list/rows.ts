import type { ListedProject } from '../../../shared/contract/views.ts';
import { formOfRecord } from '../../../shared/declaration/registry.ts';
import { linesOf } from '../../../shared/forms/cuts.ts';
import type { Member } from '../../../shared/identity/member.ts';
import { states } from '../../../shared/pages/words/common.ts';
import { maskForReader } from '../../../shared/project/access.ts';
import { cutsSoFar } from '../../../shared/project/cuts-so-far.ts';
import { loadProject } from '../../../shared/project/load.ts';
import { lastHandedIn } from '../../../shared/project/readable.ts';
import { inTurns } from '../../../shared/runtime/in-turns.ts';
import type { Database } from '../../../shared/store/database.ts';
import { capitalised, type Lang } from '../../../shared/values/language.ts';
import { minuteOf } from '../../../shared/values/when.ts';

/** The rows of the summary sheet. */

export interface ProjectRow extends Omit<ListedProject, 'state' | 'stage'> {
  /** In words. */
  readonly state: string;
  readonly stage: string | null;
}

export interface LineRow extends ProjectRow {
  /** Counted from 1; null of a project whose form has no lines. */
  readonly line: number | null;
  readonly lineName: string;
  readonly cutReason: string;
}

export interface RowWords {
  readonly lang: Lang;
  readonly stageLabel: (id: string) => string;
  readonly roundLabel: (id: string) => string;
}

export const projectRow = (
  project: ListedProject,
  { lang, stageLabel, roundLabel }: RowWords,
): ProjectRow => ({
  ...project,
  state: states[lang][project.state],
  stage: project.stage === null ? null : capitalised(stageLabel(project.stage)),
  round: project.round === null ? null : roundLabel(project.round),
  submittedAt: project.submittedAt === null ? null : minuteOf(project.submittedAt, lang),
});

/** So many projects at once keep the table calm. */
const AT_ONCE = 25;

async function linesOfProject(
  database: Database,
  member: Member,
  project: ListedProject,
  words: RowWords,
): Promise<LineRow[]> {
  const row = projectRow(project, words);
  const whole: LineRow = { ...row, line: null, lineName: '', cutReason: '' };
  const loaded = await loadProject(database, project.id);
  const last = loaded && (await lastHandedIn(database, loaded.record));
  if (!loaded || !last) return [whole];
  const { definition } = await formOfRecord(loaded.record);
  const mask = await maskForReader(database, loaded, member);
  const cuts = new Map(cutsSoFar(loaded, last.revision).map((cut) => [cut.line, cut]));
  const counts = project.cutFen !== null;
  const lines = linesOf(definition, last.content.declaration).map(({ name, amountFen }, at): LineRow => {
    const cut = cuts.get(at);
    const leftFen = cut?.amountFen ?? amountFen;
    return {
      ...row,
      line: at + 1,
      lineName: mask(name),
      requestedFen: amountFen,
      cutFen: counts ? amountFen - leftFen : null,
      approvedFen: project.approvedFen === null ? null : leftFen,
      cutReason: mask(cut?.reason ?? ''),
    };
  });
  return lines.length === 0 ? [whole] : lines;
}

/** The plans of some projects, line by line, as they were handed in last, with what was cut. */
export const lineRows = async (
  database: Database,
  member: Member,
  projects: readonly ListedProject[],
  words: RowWords,
): Promise<LineRow[]> =>
  (await inTurns(projects, AT_ONCE, (one) => linesOfProject(database, member, one, words))).flat();
