import type { PartOf } from '../forms/definition.ts';
import type { Declaration } from './definition.ts';

/**
 * Personal information in what the public and auditors see (R35; 个人信息保护法 第五十一条, domain.md §8). The record
 * itself keeps everything; only what is shown is masked.
 */

const MASK = '**';

/** A person's name: 曾示例 → 曾**. The number of stars says nothing about the name's length. @internal */
export function maskName(name: string): string {
  const [first, ...rest] = [...name.trim()];
  if (first === undefined) return '';
  return rest.length === 0 ? MASK : `${first}${MASK}`;
}

// Seven digits or more are a telephone number, however they are grouped; fewer are an extension.
const PHONE = /\+?\d(?:[\s().-]{0,3}\d){6,}/g;
const MOBILE = /^(?:86)?(1[3-9]\d)\d{4}(\d{4})$/;

function maskNumber(digits: string): string {
  const mobile = MOBILE.exec(digits);
  return mobile ? `${mobile[1]}****${mobile[2]}` : `****${digits.slice(-4)}`;
}

/** Telephone numbers in a text: 13800000000 → 138****0000; of a landline the last four digits stay. @internal */
export const maskPhone = (text: string): string =>
  text.normalize('NFKC').replace(PHONE, (number) => maskNumber(number.replace(/\D/g, '')));

// In running text only a mobile number is a person's; 8-digit runs there may be dates and amounts.
const MOBILE_IN_TEXT = /(?<![0-9０-９])[1１][3-9３-９][0-9０-９](?:[\s-]?[0-9０-９]{4}){2}(?![0-9０-９])/g;

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

/** A text of a declaration for the public: mobile numbers, and the unit's person and telephone by what they are. */
function maskText(text: string, person: string, telephone: string): string {
  let clean = text.replace(MOBILE_IN_TEXT, maskPhone);
  // A single character would also be found inside words.
  if ([...person].length > 1) clean = clean.replaceAll(person, maskName(person));
  return telephone === '' ? clean : clean.replaceAll(telephone, maskPhone(telephone));
}

/** A declaration as the public may see it: the person and the telephone masked, wherever they stand. */
export function maskDeclaration(declaration: PartOf<Declaration>): PartOf<Declaration> {
  const { legalRepresentative, phone } = declaration.unit ?? {};
  const [person, telephone] = [legalRepresentative?.trim() ?? '', phone?.trim() ?? ''];
  // The same keys with other texts: the type stays, which TypeScript cannot see.
  const masked = mapTexts(declaration, (text) => maskText(text, person, telephone)) as PartOf<Declaration>;
  return {
    ...masked,
    ...(masked.unit === undefined
      ? {}
      : {
          unit: {
            ...masked.unit,
            ...(legalRepresentative === undefined
              ? {}
              : { legalRepresentative: maskName(legalRepresentative) }),
            ...(phone === undefined ? {} : { phone: maskPhone(phone) }),
          },
        }),
  };
}
