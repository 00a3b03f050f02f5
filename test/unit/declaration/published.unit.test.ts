import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';

/**
 * Declarations that offices published, typed anew in the form's own fields: names, numbers of telephones and what a
 * source left open are samples. All of them were approved: none may be stopped.
 */
const folder = new URL('../../fixtures/published/', import.meta.url);
const published = readdirSync(folder).map((file): [string, Record<string, unknown>] => [
  file,
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
]);

describe('a published declaration', () => {
  it.each(published)('is taken as it is: %s', (_, declaration) => {
    expect(form.submission.parse(declaration)).toEqual(declaration);
    expect(form.check(declaration).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(published)('is stopped where it is made to contradict itself: %s', (_, declaration) => {
    const { appropriation } = declaration as { appropriation: { amountFen: number } };
    const wrong = {
      ...declaration,
      appropriation: { ...appropriation, amountFen: appropriation.amountFen * 3 + 7 },
    };
    expect(form.check(wrong).filter(({ severity }) => severity === 'error')).not.toEqual([]);
  });
});
