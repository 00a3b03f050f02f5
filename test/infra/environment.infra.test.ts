import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { checkEnvironment } from '../../infra/constructs/environment.ts';

const schema = z.object({
  TABLE: z.string().min(1),
  LEVEL: z.enum(['info', 'warn']),
  NOTE: z.string().optional(),
});
// biome-ignore lint/suspicious/noTemplateCurlyInString: how CDK writes what it does not know yet
const token = '${Token[TOKEN.12]}';

describe('a function’s environment', () => {
  it('holds when it has the keys of config.ts', () => {
    expect(() => checkEnvironment('sample', schema, { TABLE: 't', LEVEL: 'info' })).not.toThrow();
  });

  it('names what is missing', () => {
    expect(() => checkEnvironment('sample', schema, { LEVEL: 'info' })).toThrow(
      /sample does not hold: TABLE is missing$/,
    );
  });

  it('names what is too much', () => {
    expect(() => checkEnvironment('sample', schema, { TABLE: 't', LEVEL: 'info', QUEUE: 'q' })).toThrow(
      /QUEUE is not in its config\.ts/,
    );
  });

  it('names a value that the function would refuse', () => {
    expect(() => checkEnvironment('sample', schema, { TABLE: 't', LEVEL: 'loud' })).toThrow(
      /LEVEL does not hold/,
    );
  });

  it('is not larger than Lambda takes, in bytes; what only the deployment knows is not counted', () => {
    const noted = (NOTE: string) => () =>
      checkEnvironment('sample', schema, { TABLE: 't', LEVEL: 'info', NOTE });
    const rest = 'TABLE'.length + 't'.length + 'LEVEL'.length + 'info'.length + 'NOTE'.length;
    expect(noted('x'.repeat(4096 - rest))).not.toThrow();
    expect(noted('x'.repeat(4097 - rest))).toThrow(
      /it has 4097 bytes and Lambda takes 4096; NOTE is the longest$/,
    );
    expect(noted('项'.repeat(1400))).toThrow(/Lambda takes 4096/);
    expect(noted(`${token}${'x'.repeat(5000)}`)).not.toThrow();
  });

  it('trusts what only the deployment knows', () => {
    expect(() => checkEnvironment('sample', schema, { TABLE: token, LEVEL: token })).not.toThrow();
  });
});
