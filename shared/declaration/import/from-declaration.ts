import type { Field, PartOf } from '../../forms/definition.ts';
import { fieldsOf } from '../../forms/definition.ts';
import { pointerOf } from '../../forms/pointer.ts';
import { readDecimal, readTypedAmount, whyNoAmount } from '../../values/read-amount.ts';
import { type Declaration, definition } from '../definition.ts';
import type { Imported } from './imported.ts';
import { importedOf, Notes } from './notes.ts';

/** The JSON of a declaration, or of a project that holds one: what fits the form is taken, the rest is named. */

type Path = readonly PropertyKey[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shorten = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? '';

class Taking {
  readonly notes = new Notes();

  private leave(path: Path, value: unknown, zh: string, en: string): undefined {
    this.notes.leave(`${pointerOf(path)} = ${shorten(value)}`, { zh, en });
    return undefined;
  }

  private inferred<T>(path: Path, from: unknown, to: T): T {
    this.notes.infer(path, { zh: `由“${String(from)}”得出`, en: `Taken from "${String(from)}"` });
    return to;
  }

  fields(fields: readonly Field[], value: Record<string, unknown>, path: Path): Record<string, unknown> {
    const known = new Set(fields.map(({ key }) => key));
    for (const [key, child] of Object.entries(value)) {
      if (!known.has(key)) this.leave([...path, key], child, '本表没有这一项', 'The form has no such field');
    }
    return Object.fromEntries(
      fields.flatMap((field) => {
        const child = value[field.key];
        // Null is how many programs write that there is nothing.
        const taken =
          child === undefined || child === null ? undefined : this.value(field, child, [...path, field.key]);
        return taken === undefined ? [] : [[field.key, taken]];
      }),
    );
  }

  private value(field: Field, value: unknown, path: Path): unknown {
    switch (field.kind) {
      case 'text':
        if (typeof value === 'string' && value.isWellFormed()) return value;
        if (typeof value === 'number') return this.inferred(path, value, String(value));
        return this.leave(path, value, '应为文字', 'It should be a text');
      case 'choice':
        return this.choice(field, value, path);
      case 'integer':
      case 'decimal':
      case 'money':
        return this.number(field, value, path);
      case 'files':
        return this.files(value, path);
      case 'group':
        if (isObject(value)) return this.fields(field.fields, value, path);
        return this.leave(path, value, '应为一组栏目', 'It should be an object');
      case 'list':
        return this.list(field, value, path);
    }
  }

  private choice(field: Extract<Field, { kind: 'choice' }>, value: unknown, path: Path): unknown {
    const option = field.options.find((one) => one.value === value || one.label.zh === value);
    if (!option) return this.leave(path, value, '不是表中的选项', 'It is none of the options');
    return option.value === value ? value : this.inferred(path, value, option.value);
  }

  private number(
    field: Extract<Field, { kind: 'integer' | 'decimal' | 'money' }>,
    value: unknown,
    path: Path,
  ): unknown {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && field.kind === 'money') {
      const reading = readTypedAmount(value, field.unit, field);
      if (reading.fen !== null) return this.inferred(path, value, reading.fen);
      const { zh, en } = whyNoAmount(value, reading);
      return this.leave(path, value, zh, en);
    }
    const decimals = field.kind === 'decimal' ? field.decimals : 0;
    const read = typeof value === 'string' ? readDecimal(value, decimals) : null;
    if (read !== null) return this.inferred(path, value, read);
    return this.leave(path, value, '无法识别的数', 'It is no number');
  }

  /** The bytes are another project's, or nobody's: a file is attached by uploading it. */
  private files(value: unknown, path: Path): undefined {
    for (const [index, file] of [value].flat().entries()) {
      const name = isObject(file) && typeof file.name === 'string' ? file.name : file;
      this.leave(
        [...path, index],
        name,
        '附件不随内容导入，请在本项目中重新上传',
        'Files do not come along: please upload it to this project',
      );
    }
    return undefined;
  }

  private list(field: Extract<Field, { kind: 'list' }>, value: unknown, path: Path): unknown {
    if (!Array.isArray(value)) return this.leave(path, value, '应为多行', 'It should be a list');
    for (const [index, row] of value.entries()) {
      if (index >= field.max)
        this.leave([...path, index], row, `最多 ${field.max} 行`, `${field.max} rows at most`);
    }
    const empty = field.of.kind === 'group' ? {} : '';
    return value
      .slice(0, field.max)
      .map((row: unknown, index) => this.value(field.of, row, [...path, index]) ?? empty);
  }
}

/** @throws TypeError where the JSON is no object. */
export function importDeclaration(json: unknown): Imported {
  if (!isObject(json)) throw new TypeError('The JSON of a declaration is an object');
  const content = isObject(json.declaration) ? json.declaration : json;
  const taking = new Taking();
  const declaration = taking.fields(fieldsOf(definition), content, []);
  // What was taken was taken by the definition that the type is made from, which TypeScript cannot see.
  return importedOf(definition, declaration as PartOf<Declaration>, taking.notes);
}
