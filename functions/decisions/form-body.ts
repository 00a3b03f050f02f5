import * as z from 'zod';
import { LONGEST_OPINION } from '../../shared/contract/fields.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { type DecisionBody, decisionBody } from '../../shared/contract/routes/decisions.ts';
import { schemaFindings } from '../../shared/forms/check.ts';
import { submissionObjectOf } from '../../shared/forms/compile.ts';
import type { Cut } from '../../shared/forms/cuts.ts';
import type { Field, FormDefinition } from '../../shared/forms/definition.ts';
import { fieldAt } from '../../shared/forms/field-at.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Form } from '../../shared/forms/form.ts';
import { type FilesById, readForm, whyUnread } from '../../shared/forms/form-data.ts';
import { partsOf, pointerOf } from '../../shared/forms/pointer.ts';
import { type Outcome, outcomes } from '../../shared/history/vocabulary.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import type { Words } from '../../shared/values/language.ts';
import { readTypedAmount, whyNoAmount } from '../../shared/values/read-amount.ts';
import { normalText } from '../../shared/values/text.ts';
import type { PlanLine } from '../../shared/workflow/project.ts';
import { type Stage, suppliesWith } from '../../shared/workflow/stages.ts';

/** What the decision page's form posts, as the JSON body would have it. */

/** The request that a page is about, as far as reading it needs. */
interface Asked {
  readonly form: Form;
  readonly stage: Stage;
  /** What the ids of attachments on it name. */
  readonly files?: FilesById | undefined;
}

/** What was typed about one line. */
interface TypedCut {
  readonly amount: string;
  readonly reason: string;
}

// A browser sends CRLF for line ends (HTML standard); the record keeps LF.
const normal = (text: string | null | undefined): string => normalText(text ?? '').trim();

const CUT = /^cut\.(0|[1-9]\d{0,3})\.(amount|reason)$/;
const SUPPLIED = 'supplied.';

/**
 * By line, in the order of the plan; a line of which nothing was typed is left out. Of a name that was posted twice the
 * first counts.
 */
export function typedCuts(posted: URLSearchParams): ReadonlyMap<number, TypedCut> {
  const typed = new Map<number, Partial<TypedCut>>();
  for (const [name, text] of posted) {
    const [, line, part] = CUT.exec(name) ?? [];
    if (line === undefined || (part !== 'amount' && part !== 'reason')) continue;
    const cut = typed.get(Number(line)) ?? {};
    typed.set(Number(line), { [part]: normal(text), ...cut });
  }
  return new Map(
    [...typed]
      .map(([line, { amount = '', reason = '' }]) => [line, { amount, reason }] as const)
      .filter(([, { amount, reason }]) => amount !== '' || reason !== '')
      .sort(([a], [b]) => a - b),
  );
}

/** The texts typed for what the stage asks to be supplied, by JSON Pointer. */
export const typedSupplied = (posted: URLSearchParams, { supplies = [] }: Stage): Record<string, string> => {
  const typed: Record<string, string> = {};
  for (const [name, text] of posted) {
    if (suppliedBy(supplies, name)) typed[pointerOf(name.split('.'))] ??= text;
  }
  return typed;
};

/** Whether an input is one of these fields, or of one of their files. */
const suppliedBy = (fields: readonly Field[], name: string): boolean =>
  fields.some(({ kind, key }) =>
    kind === 'files' ? name.startsWith(`${SUPPLIED}${key}.`) : name === `${SUPPLIED}${key}`,
  );

/** One more than a decision takes: that there are too many is told, how many is not counted. */
const MOST_FIELDS = 51;

/** The fields that a return opens. A section of several fields is one checkbox, its value all their pointers. */
const pickedFields = (posted: URLSearchParams): string[] =>
  posted
    .getAll('fields')
    .slice(0, MOST_FIELDS)
    .flatMap((value) => value.split(' ', MOST_FIELDS).filter((pointer) => pointer !== ''))
    .slice(0, MOST_FIELDS);

const error = (path: string, message: Words): Finding => ({
  rule: 'shape',
  severity: 'error',
  path,
  message,
});

const amountMissing = { zh: '请填写审定金额', en: 'Enter the amount to approve' };

/**
 * The cuts as typed, and what could not be read, with the paths that the page uses (`/cut/{line}/amount`). A line left
 * at its amount is no cut.
 */
export function readCuts(
  posted: URLSearchParams,
  plan: readonly PlanLine[],
): { readonly cuts: Cut[]; readonly unread: Finding[] } {
  const cuts: Cut[] = [];
  const unread: Finding[] = [];
  for (const [line, { amount, reason }] of typedCuts(posted)) {
    const reading = readTypedAmount(amount, 'wan');
    if (reading.fen === null) {
      unread.push(error(`/cut/${line}/amount`, amount === '' ? amountMissing : whyNoAmount(amount, reading)));
    } else if (reading.fen !== plan[line]?.amountFen) {
      cuts.push({ line, amountFen: reading.fen, reason });
    }
  }
  return { cuts, unread };
}

/** A path of the decision's body as the page's own fields have it: cuts by their line, not by their order. */
export function pathOnPage(path: string, cuts: readonly Cut[]): string {
  const [, index, part] = /^\/cuts\/(\d+)\/(\w+)$/.exec(path) ?? [];
  const cut = index === undefined ? undefined : cuts[Number(index)];
  return cut ? `/cut/${cut.line}/${part === 'reason' ? 'reason' : 'amount'}` : path;
}

/** The fields of a stage, read and checked as those of a form. */
const asForm = (definition: FormDefinition, fields: readonly Field[]): FormDefinition => ({
  ...definition,
  sections: [{ id: 'supplied', number: '', title: { zh: '', en: '' }, fields }],
});

/**
 * What the stage asks for, as typed.
 * @throws Problem `invalid-body`
 */
function readSupplied(
  posted: URLSearchParams,
  fields: readonly Field[],
  { form: { definition }, files }: Asked,
): Record<string, unknown> {
  const form = asForm(definition, fields);
  // The page shows all that the stage asks for: what does not go with this outcome is left aside.
  const entries = [...posted]
    .filter(([name]) => suppliedBy(fields, name))
    .map(([name, text]) => [name.slice(SUPPLIED.length), text] as const);
  const { declaration, unread } = readForm(form, entries, [], files);
  const findings = [
    ...Object.entries(unread).map(([path, text]) =>
      error(path, whyUnread(fieldAt(form, partsOf(path)), text)),
    ),
    // What was typed and not understood is not missing.
    ...schemaFindings(form, submissionObjectOf(fields), declaration).filter(({ path }) => !(path in unread)),
  ];
  if (findings.length > 0) {
    const errors = findings.map((finding) => ({ ...finding, path: `/supplied${finding.path}` }));
    throw new Problem('invalid-body', { errors });
  }
  return declaration;
}

const sixDigits = { zh: '验证码是邮件里的六位数字', en: 'The code is the six digits in the mail' };

/**
 * The code from the mailbox, where the page asked for it. None, or the button for another one, asks for a new mail.
 * @throws Problem `invalid-body`
 */
function codeOf(posted: URLSearchParams): { readonly code?: string } {
  const code = normal(posted.get('code')).normalize('NFKC').replace(/\s/g, '');
  if (code === '' || posted.has('resend')) return {};
  if (!/^\d{6}$/.test(code)) throw new Problem('invalid-body', { errors: [error('/code', sixDigits)] });
  return { code };
}

/** When the page was opened, as it was told then; what is no time is left aside. */
export function openedIn(posted: URLSearchParams): { readonly openedAt?: string } {
  const openedAt = posted.get('openedAt') ?? '';
  return z.iso.datetime({ precision: 3 }).safeParse(openedAt).success ? { openedAt } : {};
}

/** The opinion that was typed, else the canned one that was chosen. */
export const opinionIn = (posted: URLSearchParams): string =>
  normal(posted.get('comment')) || normal(posted.get('canned'));

const chooseOne = {
  zh: `请选择一项决定；意见不超过 ${LONGEST_OPINION} 字`,
  en: `Choose a decision; a comment can have ${LONGEST_OPINION} characters at most`,
};

/** The cuts of an approval; a return or a rejection leaves what was typed there aside. @throws Problem `invalid-body` */
function demandCuts(posted: URLSearchParams, plan: readonly PlanLine[]): Cut[] {
  const { cuts, unread } = readCuts(posted, plan);
  if (unread.length > 0) throw new Problem('invalid-body', { errors: unread });
  return cuts;
}

/** What the stage asks for with this outcome. */
function suppliedOf(posted: URLSearchParams, asked: Asked, outcome: Outcome) {
  const supplied = readSupplied(posted, suppliesWith(asked.stage, outcome), asked);
  return Object.keys(supplied).length > 0 ? { supplied } : {};
}

/** The button that was pressed; the one for another code stands for the one that had asked for it. */
export const pressedIn = (posted: URLSearchParams): string | null =>
  posted.get('resend') ?? posted.get('outcome');

const outcomeOf = (posted: URLSearchParams): Outcome | undefined =>
  isSentBack(posted) ? 'return' : outcomes.find((one) => one === pressedIn(posted));

/** Whether a return goes to the stage before: a button of its own. */
const isSentBack = (posted: URLSearchParams): boolean => pressedIn(posted) === 'return-to-previous-stage';

/**
 * What a page wants to see the effect of: its cuts, on the content that it showed.
 * @throws Problem `invalid-body`
 */
export function readPreview(posted: URLSearchParams, asked: Asked, plan: readonly PlanLine[]) {
  const cuts = demandCuts(posted, plan);
  const { supplies } = asked.stage;
  if (supplies && Object.values(typedSupplied(posted, asked.stage)).some((text) => text.trim() !== ''))
    readSupplied(posted, supplies, asked);
  return { cuts, contentHash: posted.get('contentHash') ?? '' };
}

/**
 * A page's fields as the JSON body would have them.
 * @throws Problem `invalid-body`
 */
export function bodyOfForm(posted: URLSearchParams, asked: Asked, plan: readonly PlanLine[]): DecisionBody {
  const comment = opinionIn(posted);
  const outcome = outcomeOf(posted);
  const fields = pickedFields(posted);
  const cuts = outcome === 'approve' ? demandCuts(posted, plan) : [];
  const parsed = decisionBody.safeParse(
    {
      outcome,
      ...(comment === '' ? {} : { comment }),
      ...(isSentBack(posted) ? { to: 'previous-stage' } : {}),
      ...(outcome === 'return' && !isSentBack(posted) && fields.length > 0 ? { fields } : {}),
      ...(cuts.length > 0 ? { cuts } : {}),
      ...(outcome ? suppliedOf(posted, asked, outcome) : {}),
      ...codeOf(posted),
      ...openedIn(posted),
      contentHash: posted.get('contentHash') ?? undefined,
    },
    { reportInput: true },
  );
  if (parsed.success) return parsed.data;
  const details = shapeFindings(parsed.error).filter(({ path }) =>
    /^\/(?:comment$|(?:cuts|fields|supplied)\/)/.test(path),
  );
  throw new Problem('invalid-body', { errors: details.length > 0 ? details : [error('', chooseOne)] });
}
