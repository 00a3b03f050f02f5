/** Searching by words: however it was typed, full width or in capitals. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Whether a text has every word of what is searched; no word at all is met everywhere. */
export function hasWords(searched: string): (text: string) => boolean {
  const words = folded(searched).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return () => true;
  return (text) => {
    const where = folded(text);
    return words.every((word) => where.includes(word));
  };
}
