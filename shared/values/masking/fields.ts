export const MASK = '**';

/** A person's name: 曾示例 → 曾**. The number of stars says nothing about the name's length. */
export function maskName(name: string): string {
  const [first, ...rest] = [...name.trim()];
  if (first === undefined) return '';
  return rest.length === 0 ? MASK : `${first}${MASK}`;
}

// Seven digits or more are a telephone number, however they are grouped; fewer are an extension.
export const TELEPHONE = /\+?\d(?:[\s().-]{0,3}\d){6,}/g;
const MOBILE_DIGITS = /^(?:0{0,2}86|0)?(1[3-9]\d)\d{4}(\d{4})$/;

export function maskNumber(digits: string): string {
  const mobile = MOBILE_DIGITS.exec(digits);
  return mobile ? `${mobile[1]}****${mobile[2]}` : `****${digits.slice(-4)}`;
}

/** All numbers of a field of telephones: 13800000000 → 138****0000; of a landline the last four digits stay. */
export const maskTelephone = (text: string): string =>
  text.normalize('NFKC').replace(TELEPHONE, (number) => maskNumber(number.replace(/\D/g, '')));
