import * as z from 'zod';
import { type Notice, notice } from '../values/calendar/notice.ts';
import { MAX_FEN } from '../values/money.ts';
import { againstLine, issueOf } from '../values/text-schema.ts';
import { type CannedOpinions, cannedOpinions } from './canned-opinions.ts';
import { type Round, rounds } from './rounds.ts';
import type { Stage } from './stages.ts';

/** What an office decides for itself, without a release: thresholds, deadlines, days until a lapse, contact, canned opinions, rounds. */

const threshold = z.int().min(1).max(MAX_FEN).nullable();
/** Three months of working days: who needs more means another procedure. */
const days = z.int().min(1).max(60);

const deadlines = z.lazy(() =>
  z.tuple([days, days, days]).superRefine(([remind, again, deadline], context) => {
    if (remind < again && again < deadline) return;
    context.addIssue(
      issueOf({
        zh: '三个期限应依次增大：首次提醒、再次提醒、办理期限',
        en: 'The three grow in turn: first reminder, second reminder, deadline',
      }),
    );
  }),
);

const notices = z.lazy(() =>
  z
    .array(notice)
    .max(10)
    .superRefine((all, context) => {
      for (const [at, { year }] of all.entries()) {
        if (all.findIndex((one) => one.year === year) === at) continue;
        const words = { zh: `${year} 年重复列出`, en: `${year} is listed twice` };
        context.addIssue({ ...issueOf(words), path: [at, 'year'] });
      }
    }),
);

/** The settings as they are stored: what is absent is as the deployment has it. */
export const storedSettings = z.lazy(() =>
  z.strictObject({
    /** From this amount on a decision is taken collectively, in fen; null for never. */
    collectiveThresholdFen: threshold.optional(),
    /** From this amount on a decision needs a code beside the link, in fen; null for never. */
    codeThresholdFen: threshold.optional(),
    /** By the id of the stage. */
    stages: z
      .record(
        z.string(),
        z.strictObject({
          /** Working days until the first reminder, the second, and the deadline with its escalation. */
          deadlines,
        }),
      )
      .optional(),
    /**
     * Calendar days from a return to the lapse: 15 leave a day before the first warning, which comes two weeks before;
     * after more than a year the budget that was asked for is over.
     */
    lapseDays: z.int().min(15).max(400).optional(),
    /** Whom to ask, at the foot of mails and pages. */
    contact: z
      .string()
      .max(200)
      .superRefine((text, context) => {
        const words = againstLine(text, true);
        if (words) context.addIssue(issueOf(words));
      })
      .optional(),
    /** The tree of performance indicators that declarations are held against, by its id; national where it is absent. */
    indicatorTree: z.string().max(40).optional(),
    /** Canned opinions (常用意见) that everybody who decides is offered. */
    opinions: cannedOpinions.optional(),
    rounds: rounds.optional(),
    /** The State Council's notices of days off that no release has brought yet, each year's once. */
    notices: notices.optional(),
  }),
);
export type StoredSettings = z.infer<typeof storedSettings>;

/** The settings in force: what is stored, and where nothing is, what the deployment has. */
export interface OfficeSettings {
  readonly collectiveThresholdFen: number | null;
  readonly codeThresholdFen: number | null;
  readonly stages: NonNullable<StoredSettings['stages']>;
  readonly lapseDays: number;
  readonly contact: string;
  readonly indicatorTree?: string;
  readonly opinions?: CannedOpinions;
  readonly rounds: readonly Round[];
  readonly notices: readonly Notice[];
}

/** What the deployment gives where the office decided nothing. */
export type Defaults = Omit<OfficeSettings, 'stages' | 'indicatorTree' | 'opinions' | 'rounds' | 'notices'>;

export const inForce = (stored: StoredSettings, defaults: Defaults): OfficeSettings => ({
  collectiveThresholdFen:
    stored.collectiveThresholdFen === undefined
      ? defaults.collectiveThresholdFen
      : stored.collectiveThresholdFen,
  codeThresholdFen:
    stored.codeThresholdFen === undefined ? defaults.codeThresholdFen : stored.codeThresholdFen,
  stages: stored.stages ?? {},
  lapseDays: stored.lapseDays ?? defaults.lapseDays,
  contact: stored.contact ?? defaults.contact,
  ...(stored.indicatorTree === undefined ? {} : { indicatorTree: stored.indicatorTree }),
  ...(stored.opinions === undefined ? {} : { opinions: stored.opinions }),
  rounds: stored.rounds ?? [],
  notices: stored.notices ?? [],
});

/** A form's stages with the deadlines that the office set. */
export const stagesBy = (
  { stages: set }: Pick<OfficeSettings, 'stages'>,
  stages: readonly Stage[],
): Stage[] => stages.map((stage) => ({ ...stage, ...set[stage.id] }));
