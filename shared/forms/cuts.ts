import type { FormDefinition } from './definition.ts';
import type { Form } from './form.ts';
import { putAt, valueAt } from './pointer.ts';

/** What a decider leaves of one line (核减). `line` is the 0-based row of the list that the form totals. */
export interface Cut {
  readonly line: number;
  readonly amountFen: number;
  readonly reason: string;
}

const isRow = (row: unknown): row is Record<string, unknown> => typeof row === 'object' && row !== null;

/** The amounts of the lines that can be cut, in fen; none for a form that totals nothing. */
export function linesOf(
  definition: FormDefinition,
  declaration: unknown,
): { name: string; amountFen: number }[] {
  const { totals } = definition;
  const rows = totals ? valueAt(declaration, totals.list) : undefined;
  if (!totals || !Array.isArray(rows)) return [];
  return rows.filter(isRow).map((row) => ({
    name: String(row.name ?? ''),
    amountFen: Number(row[totals.amount] ?? 0),
  }));
}

/**
 * The declaration with its lines as the cuts leave them, and the appropriation as their sum: what its rules are held
 * against before a cut is decided, and what the document prints as approved.
 */
export function withCuts(
  form: Form,
  declaration: Record<string, unknown>,
  cuts: readonly Cut[],
): Record<string, unknown> {
  const { totals } = form.definition;
  const rows = totals ? valueAt(declaration, totals.list) : undefined;
  if (!totals || !Array.isArray(rows) || cuts.length === 0) return declaration;
  const left = new Map(cuts.map((cut) => [cut.line, cut.amountFen]));
  const reduced = rows.map((row, line) => {
    const amountFen = left.get(line);
    return amountFen === undefined || !isRow(row) ? row : { ...row, [totals.amount]: amountFen };
  });
  const total = reduced.filter(isRow).reduce((sum, row) => sum + Number(row[totals.amount] ?? 0), 0);
  const changed = putAt(putAt(declaration, totals.list, reduced), totals.against, total);
  return form.afterCut(changed, total);
}

/** What the amount comes to after the cuts, in fen. */
export function totalAfter(definition: FormDefinition, declaration: unknown, cuts: readonly Cut[]): number {
  const left = new Map(cuts.map((cut) => [cut.line, cut.amountFen]));
  return linesOf(definition, declaration).reduce(
    (sum, line, at) => sum + (left.get(at) ?? line.amountFen),
    0,
  );
}
