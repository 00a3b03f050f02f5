import type { FormDefinition } from './definition.ts';
import type { Finding } from './finding.ts';
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
 * The declaration with its lines as the cuts leave them, and the appropriation less by them: what its rules are held
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
  const total = totalAfter(form.definition, declaration, cuts);
  const changed = putAt(putAt(declaration, totals.list, reduced), totals.against, total);
  return form.afterCut(changed, total);
}

/**
 * What is known of a revision with the cuts so far. Its own findings were stored when it was handed in and stay as they
 * are, whatever the rules have become since; only what a cut makes or mends is told by the rules of today.
 */
export function findingsWithCuts(
  form: Form,
  {
    declaration,
    findings,
  }: { readonly declaration: Record<string, unknown>; readonly findings: readonly Finding[] },
  cuts: readonly Cut[],
  unit: string,
): readonly Finding[] {
  if (cuts.length === 0) return findings;
  const place = ({ rule, path }: Finding): string => `${rule} ${path}`;
  const stored = Map.groupBy(findings, place);
  const before = Map.groupBy(form.check(declaration, unit), place);
  const after = Map.groupBy(form.check(withCuts(form, declaration, cuts), unit), place);
  const untouched = (at: string): boolean => JSON.stringify(before.get(at)) === JSON.stringify(after.get(at));
  const places = new Set([...after.keys(), ...stored.keys()]);
  return [...places].flatMap((at) => (untouched(at) ? stored : after).get(at) ?? []);
}

/** What the amount comes to after the cuts, in fen: other money may pay for a part of the lines, but none for a cut. */
export function totalAfter(definition: FormDefinition, declaration: unknown, cuts: readonly Cut[]): number {
  const lines = linesOf(definition, declaration);
  const asked = valueAt(declaration, definition.totals?.against ?? '');
  const left = new Map(cuts.map((cut) => [cut.line, cut.amountFen]));
  const cutFen = lines.reduce((sum, { amountFen }, at) => sum + amountFen - (left.get(at) ?? amountFen), 0);
  const beforeFen =
    typeof asked === 'number' ? asked : lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return beforeFen - cutFen;
}
