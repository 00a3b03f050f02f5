// The suite tries the same cases of every property each time: it fails for what was changed, and fails again when
// somebody looks. What is rare is met by `npm run explore`, which tries others each time.
import { readFileSync } from 'node:fs';

const { PROPERTY_SEED = '1' } = process.env;
if (PROPERTY_SEED !== 'random' && readFileSync(expect.getState().testPath, 'utf8').includes('fast-check')) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(PROPERTY_SEED) });
}
