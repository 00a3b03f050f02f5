/** The months from one to another, both included: `2026-11`, `2026-12`, `2027-01`. None where the first is later. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  let month = first;
  while (month <= last) {
    months.push(month);
    const [year = 0, number = 0] = month.split('-').map(Number);
    month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  }
  return months;
}
