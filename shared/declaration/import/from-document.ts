import { fieldAt } from '../../forms/check.ts';
import type { PartOf } from '../../forms/definition.ts';
import { type Declaration, definition } from '../definition.ts';
import { readActivity } from './activity.ts';
import { readBasis } from './basis.ts';
import { type Imported, importedOf } from './imported.ts';
import { isLine, listItems } from './items.ts';
import { readAppropriation, readPlanLine } from './money-lines.ts';
import { Notes } from './notes.ts';
import { readPerformance } from './performance.ts';
import { joined, type Line, type Piece } from './pieces.ts';
import { type Divided, divideAtHeadings, withoutStrayNumber } from './sections.ts';
import { readUnit } from './unit.ts';

type Part = PartOf<Declaration>;

const TITLE = /^(\d{4})年度?(.+?)$/;
const MARK = /^申报稿/;

interface Opening {
  readonly unitName?: string;
  readonly year?: number;
  readonly title?: string;
}

/** What stands above the first section: the unit, then the title with its year. */
function readOpening(lines: readonly Line[], notes: Notes): Opening {
  const own = lines.filter(({ text }) => !MARK.test(text));
  const at = own.findLastIndex(({ text }) => TITLE.test(text));
  const [, year, title] = TITLE.exec(own[at]?.text ?? '') ?? [];
  const unitName = own[at < 0 ? 0 : at - 1];
  for (const line of own) {
    if (line === unitName || line === own[at]) continue;
    notes.leave(line.text, { zh: '标题之外的文字', en: 'Neither unit nor title' }, line.at);
  }
  return {
    ...(unitName ? { unitName: unitName.text } : {}),
    ...(year === undefined ? {} : { year: Number(year) }),
    ...(title === undefined ? {} : { title: title.replace(/项目$/, '') }),
  };
}

class Reading {
  private readonly divided: Divided;
  private readonly notes: Notes;

  constructor(pieces: readonly Piece[], notes: Notes) {
    this.notes = notes;
    this.divided = divideAtHeadings(definition, pieces, notes);
  }

  /** The lines of a section; a table in one that is not made of tables is named and left. */
  private lines(section: string): Line[] {
    const pieces = this.divided.sections.get(section) ?? [];
    for (const piece of pieces) {
      if (piece.kind !== 'table') continue;
      const words = piece.rows.map((row) => [...new Set(row)].join(' ')).join(' / ');
      this.notes.leave(words, { zh: '本节中的表格', en: 'A table in this section' }, piece.at);
    }
    return pieces.filter(isLine);
  }

  private text(section: 'title' | 'overview' | 'results'): string {
    const lines = withoutStrayNumber(this.lines(section), [section], this.notes);
    return joined(lines.map(({ text }) => text));
  }

  private unit(opening: Opening): NonNullable<Part['unit']> {
    const group = fieldAt(definition, ['unit']);
    if (group?.kind !== 'group') throw new Error('The form has no unit');
    const unit = readUnit(this.lines('unit'), group, this.notes);
    if (unit.name !== undefined || opening.unitName === undefined) return unit;
    const why = { zh: '取自标题上方的单位名称', en: "Taken from the document's head" };
    this.notes.infer(['unit', 'name'], why);
    return { name: opening.unitName, ...unit };
  }

  private title(opening: Opening): string | undefined {
    const printed = this.text('title');
    if (printed !== '' || opening.title === undefined) return printed === '' ? undefined : printed;
    this.notes.infer(['title'], { zh: '取自标题', en: "Taken from the document's head" });
    return opening.title;
  }

  read(): Part {
    const opening = readOpening(this.divided.opening, this.notes);
    const [money] = listItems(this.lines('appropriation'));
    const { year, appropriation } = money
      ? readAppropriation(money.text, money.at, this.notes)
      : { year: undefined, appropriation: undefined };
    if (opening.year === undefined && year !== undefined) {
      this.notes.infer(['budgetYear'], { zh: '取自资金安排情况', en: 'Taken from the appropriation' });
    }
    const budgetYear = opening.year ?? year;
    const title = this.title(opening);
    const overview = this.text('overview');
    const results = this.text('results');
    const basis = readBasis(this.lines('basis'), this.notes);
    const unit = this.unit(opening);
    const activities = listItems(this.lines('activities')).map((item, index) =>
      readActivity(item, index, this.notes),
    );
    const plan = listItems(this.lines('plan')).map((item, index) => readPlanLine(item, index, this.notes));
    const table = this.divided.sections.get('performance') ?? [];
    const performance = readPerformance(table, budgetYear ?? 0, this.notes);
    return {
      ...(title === undefined ? {} : { title }),
      ...(budgetYear === undefined ? {} : { budgetYear }),
      ...(basis.length > 0 ? { basis } : {}),
      ...(Object.keys(unit).length > 0 ? { unit } : {}),
      ...(overview === '' ? {} : { overview }),
      ...(activities.length > 0 ? { activities } : {}),
      ...(appropriation === undefined ? {} : { appropriation }),
      ...(plan.length > 0 ? { plan } : {}),
      ...(results === '' ? {} : { results }),
      ...(Object.keys(performance).length > 0 ? { performance } : {}),
    };
  }
}

/** Reads a declaration in the layout of the official document (domain.md §9). */
export function importDocument(pieces: readonly Piece[]): Imported {
  const notes = new Notes();
  const content = new Reading(pieces, notes).read();
  return importedOf(definition, content, notes);
}
