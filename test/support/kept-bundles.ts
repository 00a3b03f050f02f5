import { join } from 'node:path';

const { SHARED_TEST_FOLDER } = process.env;

/**
 * What a synthesis of this checkout's sources is told (`infra/kept-bundles.ts`): one run of the suite makes some fifteen
 * of them, with other settings each, and builds the bundles once.
 */
export const keptBundles: Readonly<Record<string, string>> =
  SHARED_TEST_FOLDER === undefined ? {} : { BUNDLES_KEPT_IN: join(SHARED_TEST_FOLDER, 'bundles') };
