import type { PartOf } from '../forms/definition.ts';
import { maskName, maskTelephone } from '../values/masking/fields.ts';
import { type Mask, maskTexts, type PersonalData } from '../values/masking/mask.ts';
import type { Declaration } from './definition.ts';

/** Personal data of a declaration (R35, domain.md §8). The record keeps everything; only what is shown is masked. */

/** What is personal by its field. */
export function personalDataOf({ unit }: PartOf<Declaration>): PersonalData {
  const { legalRepresentative, phone } = unit ?? {};
  return {
    names: legalRepresentative === undefined ? [] : [legalRepresentative],
    telephones: phone === undefined ? [] : [phone],
  };
}

/** A declaration as whoever is no party may see it. In the fields of their own a name of one character is masked too. */
export function maskDeclaration(declaration: PartOf<Declaration>, mask: Mask): PartOf<Declaration> {
  const masked = maskTexts(declaration, mask);
  if (declaration.unit === undefined) return masked;
  const { legalRepresentative, phone } = declaration.unit;
  return {
    ...masked,
    unit: {
      ...masked.unit,
      ...(legalRepresentative === undefined ? {} : { legalRepresentative: maskName(legalRepresentative) }),
      ...(phone === undefined ? {} : { phone: maskTelephone(mask(phone)) }),
    },
  };
}
