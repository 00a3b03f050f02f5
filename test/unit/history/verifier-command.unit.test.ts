import { describe, expect, it } from '@jest/globals';
import { verifyCommand } from '../../../shared/evidence/verifier/command.ts';

const golden = (file: string): string =>
  new URL(`../../fixtures/golden/events/${file}`, import.meta.url).pathname;

describe('the verifier at the terminal', () => {
  it('finds that an export of lines holds', () => {
    expect(verifyCommand([golden('export.ndjson')])).toMatchObject({ code: 0, error: '' });
  });

  it('says of a table for spreadsheets that it is none that can be verified, and finds nothing in it', () => {
    const { code, out, error } = verifyCommand([golden('export.csv')]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('export NDJSON');
  });
});
