import type { FormDefinition } from '../../forms/definition.ts';
import type { Notes } from './notes.ts';
import type { Line, Piece } from './pieces.ts';

/** A document divided at its headings. */
export interface Divided {
  /** What stands before the first heading: the unit's name and the title. */
  readonly opening: readonly Line[];
  /** By the ids of the form's sections. */
  readonly sections: ReadonlyMap<string, readonly Piece[]>;
}

/** What follows the numbered sections in our own documents and is no part of the declaration. */
const CLOSING = /^(?:审批意见|签字盖章)$/;
/** `5、`, `九、`, `（三）`, `第五章 `, or only the number. */
const ORDINAL = '第?[（(]?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[）)]?[章节]?\\s*[、.．]?\\s*';

interface Heading {
  readonly id: string;
  /** Text on the heading's own line. */
  readonly rest: string;
}

/**
 * Finds headings by their text alone. Numbers lie: where a paragraph was taken for a heading, all that follow are one
 * too high, and a section may stand without any (domain.md §9).
 */
function headingFinder({ sections }: FormDefinition): (text: string) => Heading | null {
  const titles = sections.map(({ id, title }) => ({
    id,
    pattern: new RegExp(`^(?:${ORDINAL})?${title.zh}(?:\\s*$|\\s*[：:]\\s*(.*)$)`),
  }));
  return (text) => {
    for (const { id, pattern } of titles) {
      const match = pattern.exec(text);
      if (match) return { id, rest: match[1] ?? '' };
    }
    return null;
  };
}

/** `5、 按照区安委办…`: a paragraph that bears the number of a heading. */
const STRAY_NUMBER = /^\d{1,2}、\s*(?=\S)/;

/** Divides a document into the form's sections. */
export function divideAtHeadings(
  definition: FormDefinition,
  pieces: readonly Piece[],
  notes: Notes,
): Divided {
  const headingOf = headingFinder(definition);
  const opening: Line[] = [];
  const sections = new Map<string, Piece[]>();
  let current: Piece[] | undefined;
  for (const piece of pieces) {
    const heading = piece.kind === 'line' ? headingOf(piece.text) : null;
    if (piece.kind === 'line' && CLOSING.test(piece.text)) {
      const why = {
        zh: '审批和签字不属于申报内容',
        en: 'Decisions and signatures are no part of a declaration',
      };
      notes.leave(`${piece.text} …`, why, piece.at);
      break;
    }
    if (heading && piece.kind === 'line') {
      // The table at the end repeats its section's title.
      current = sections.get(heading.id) ?? [];
      sections.set(heading.id, current);
      if (heading.rest !== '') current.push({ kind: 'line', text: heading.rest, at: piece.at });
    } else if (current) current.push(piece);
    else if (piece.kind === 'line') opening.push(piece);
  }
  return { opening, sections };
}

/** The first line of a section of running text without a heading's number on it. */
export function withoutStrayNumber(
  lines: readonly Line[],
  path: readonly PropertyKey[],
  notes: Notes,
): Line[] {
  return lines.map((line, index) => {
    if (index > 0 || !STRAY_NUMBER.test(line.text)) return line;
    notes.infer(path, {
      zh: `正文第 ${line.at} 行带有标题的编号“${line.text.slice(0, 2)}”，按正文处理`,
      en: `Line ${line.at} bears the number of a heading and was taken for text`,
    });
    return { ...line, text: line.text.replace(STRAY_NUMBER, '') };
  });
}
