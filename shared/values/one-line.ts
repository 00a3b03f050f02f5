/** A text of several lines as one of a single line: the ends of its lines, with the blanks around them, are `between`. */
export const inOneLine = (text: string, between = ' '): string =>
  // From the first blank of each run alone: from every one of them, a long run would take time by its square.
  text.replace(/(?<!\s)\s*\n\s*/g, between);
