import type { PartOf } from '../forms/definition.ts';
import { putAt, valueAt } from '../forms/pointer.ts';
import { maskName, maskTelephone } from '../values/masking/fields.ts';
import { type Mask, maskTexts, type PersonalData } from '../values/masking/mask.ts';
import type { Declaration } from './definition.ts';

/** Personal data of a declaration (R35, domain.md §8). The record keeps everything; only what is shown is masked. */

/** JSON Pointers to the fields that hold one person's name each, and to those that hold telephones. @internal */
export const PERSONAL = {
  names: ['/unit/legalRepresentative', '/kind/lead', '/kind/contact'],
  telephones: ['/unit/phone', '/kind/leadPhone', '/kind/contactPhone'],
} as const;

const textsAt = (declaration: unknown, pointers: readonly string[]): string[] =>
  pointers.map((pointer) => valueAt(declaration, pointer)).filter((text) => typeof text === 'string');

/** What is personal by its field. */
export const personalDataOf = (declaration: PartOf<Declaration>): PersonalData => ({
  names: textsAt(declaration, PERSONAL.names),
  telephones: textsAt(declaration, PERSONAL.telephones),
});

/** A declaration as whoever is no party may see it. In the fields of their own a name of one character is masked too. */
export function maskDeclaration(declaration: PartOf<Declaration>, mask: Mask): Record<string, unknown> {
  const masking = (masked: Record<string, unknown>, pointer: string, ofField: Mask) => {
    const text = valueAt(declaration, pointer);
    return typeof text === 'string' ? putAt(masked, pointer, ofField(text)) : masked;
  };
  const telephone: Mask = (text) => maskTelephone(mask(text));
  const names = PERSONAL.names.reduce(
    (masked, pointer) => masking(masked, pointer, maskName),
    maskTexts<Record<string, unknown>>(declaration, mask),
  );
  return PERSONAL.telephones.reduce((masked, pointer) => masking(masked, pointer, telephone), names);
}
