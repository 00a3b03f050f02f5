import { isYear } from '../values/dates.ts';
import { type Mask, maskTexts, type PersonalData } from '../values/masking/mask.ts';
import { schemaFindings, unitFindings } from './check.ts';
import { type CompiledForm, compile } from './compile.ts';
import type { DeclarationOf, FormDefinition, PartOf } from './definition.ts';
import { fieldAt } from './field-at.ts';
import { withMaskedFiles } from './files-in.ts';
import type { Finding } from './finding.ts';
import { fitting, withinLengths } from './fitting.ts';
import { partsOf, valueAt } from './pointer.ts';
import type { Choices, Rule } from './rule.ts';

/** A form with all that belongs to it: what it asks and what it checks. */
export interface Form extends CompiledForm {
  readonly definition: FormDefinition;
  /** A complete declaration that "fill in the sample" loads. */
  readonly sample: Record<string, unknown> | undefined;
  /**
   * The beginning of next year's declaration; undefined for a form that is not filed every year.
   * @param approvedFen what was approved of this one
   */
  nextYear(declaration: unknown, approvedFen: number | null): Record<string, unknown> | undefined;
  /** What else follows by itself in a declaration whose amount was cut to `totalFen`. */
  afterCut(declaration: Record<string, unknown>, totalFen: number): Record<string, unknown>;
  /** What is personal in a declaration by the field that it stands in (R35). */
  personalData(declaration: unknown): PersonalData;
  /** The declaration for whoever has no need to know the personal data in it. */
  masked(declaration: Record<string, unknown>, mask: Mask): Record<string, unknown>;
  /**
   * Everything that stands against submitting this declaration, or should be known about it.
   * @param unit the id (USCC) of the unit that declares; without it nothing is said of whose declaration it is
   */
  check(declaration: unknown, unit?: string, choices?: Choices): Finding[];
  /** What the rows of an approved declaration, of whatever version, have to offer to others. */
  usedRows(declaration: unknown): Readonly<Record<string, string>>[];
  /** The rows that rows of a declaration offer to make. */
  rowOffers(declaration: unknown): readonly RowOffer[];
}

/** A row that offers to make one in another list (`rowOffer` of the definition). */
export interface RowOffer {
  /** JSON Pointer of the row that offers. */
  readonly of: string;
  readonly row: Readonly<Record<string, string>>;
  /** Whether something should belong to it and nothing does yet. */
  readonly lacking: boolean;
  /** The rows that belong to it: JSON Pointers, and each in a line. */
  readonly belonging: readonly { readonly path: string; readonly text: string }[];
}

export function defineForm<const Definition extends FormDefinition>(
  definition: Definition,
  parts: {
    readonly rules: readonly Rule<DeclarationOf<Definition>>[];
    readonly sample?: Record<string, unknown>;
    readonly afterCut?: (declaration: PartOf<DeclarationOf<Definition>>, totalFen: number) => object;
    readonly personalData?: (declaration: PartOf<DeclarationOf<Definition>>) => PersonalData;
    /** Where more is masked than what is found in texts. */
    readonly masked?: (declaration: PartOf<DeclarationOf<Definition>>, mask: Mask) => object;
    readonly nextYear?: (
      declaration: PartOf<DeclarationOf<Definition>>,
      approvedFen: number | null,
    ) => object;
    readonly usedRows?: (declaration: PartOf<DeclarationOf<Definition>>) => Record<string, string>[];
    readonly rowOffers?: (declaration: PartOf<DeclarationOf<Definition>>) => RowOffer[];
  },
): Form {
  const compiled = compile(definition);
  return {
    ...compiled,
    definition,
    sample: parts.sample,
    nextYear(declaration, approvedFen) {
      const part = compiled.draft.safeParse(declaration);
      // As below: the schema and the type are made from one definition.
      const next = part.success
        ? parts.nextYear?.(part.data as PartOf<DeclarationOf<Definition>>, approvedFen)
        : undefined;
      return next && Object.fromEntries(Object.entries(next));
    },
    afterCut(declaration, totalFen) {
      const part = compiled.draft.safeParse(declaration);
      if (!part.success || !parts.afterCut) return declaration;
      return Object.fromEntries(
        Object.entries(parts.afterCut(part.data as PartOf<DeclarationOf<Definition>>, totalFen)),
      );
    },
    personalData(declaration) {
      const part = compiled.draft.safeParse(declaration);
      const known = part.success
        ? parts.personalData?.(part.data as PartOf<DeclarationOf<Definition>>)
        : undefined;
      return known ?? { names: [], telephones: [] };
    },
    masked(declaration, mask) {
      const texts = (): Record<string, unknown> => {
        if (!parts.masked) return maskTexts(declaration, mask);
        const part = compiled.draft.safeParse(declaration);
        // What cannot be read cannot be masked: then nothing is shown.
        if (!part.success) return {};
        return Object.fromEntries(
          Object.entries(parts.masked(part.data as PartOf<DeclarationOf<Definition>>, mask)),
        );
      };
      return withMaskedFiles(definition, declaration, texts());
    },
    usedRows(declaration) {
      const part = compiled.draft.safeParse(fitting(definition, declaration));
      const used = part.success && parts.usedRows?.(part.data as PartOf<DeclarationOf<Definition>>);
      return used || [];
    },
    rowOffers(declaration) {
      const part = compiled.draft.safeParse(fitting(definition, declaration));
      const offers = part.success && parts.rowOffers?.(part.data as PartOf<DeclarationOf<Definition>>);
      return offers || [];
    },
    check(declaration, unit, choices) {
      const findings = [
        ...schemaFindings(definition, compiled.submission, declaration),
        ...(unit === undefined ? [] : unitFindings(definition, declaration, unit)),
      ];
      const part = compiled.draft.safeParse(declaration);
      if (!part.success) return findings;
      // The draft schema is made from the same definition as the type, which TypeScript cannot see.
      const typed = withinLengths(definition, part.data) as PartOf<DeclarationOf<Definition>>;
      return [...findings, ...parts.rules.flatMap((rule) => rule(typed, choices))];
    },
  };
}

/** A draft's title may be longer than one that is handed in: records hold as much of it as the field takes. */
function titleOf(definition: FormDefinition, declaration: unknown): string {
  const title = valueAt(declaration, definition.summary.title);
  if (typeof title !== 'string') return '';
  const field = fieldAt(definition, partsOf(definition.summary.title));
  // Not half of a pair at its end.
  return field?.kind === 'text' ? title.slice(0, field.maxLength).replace(/[\uD800-\uDBFF]$/, '') : title;
}

/** What lists and records show of a declaration, as far as it is filled in. */
export function summaryOf(definition: FormDefinition, declaration: unknown) {
  const { budgetYear: yearPointer } = definition.summary;
  const budgetYear = yearPointer === undefined ? undefined : valueAt(declaration, yearPointer);
  const requestedFen = valueAt(declaration, definition.summary.requestedFen);
  return {
    title: titleOf(definition, declaration),
    budgetYear: isYear(budgetYear) ? budgetYear : null,
    requestedFen: Number.isSafeInteger(requestedFen) ? Number(requestedFen) : null,
  };
}
