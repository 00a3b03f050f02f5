// The tier of a test stands in its file name (*.unit.test.ts, *.flow.test.ts, …): `npm test -- flow` runs one tier.
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': '<rootDir>/test/support/transform.mjs' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local'],
  testPathIgnorePatterns: ['/node_modules/'],
  testEnvironment: '<rootDir>/test/support/environment.mjs',
  // One more than CI machines have cores: a test of pages waits for a third of its time, for a clock or for its browser.
  maxWorkers: 3,
  // What a test file loaded stays in its worker's memory, some 15 MB each: at the end of the suite the collector would
  // go through gigabytes at every round, and files take several times as long. A new worker costs half a second.
  workerIdleMemoryLimit: '400MB',
  globalSetup: '<rootDir>/test/support/shared-folder.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/property-seed.mjs'],
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  // Nothing is asserted about time: a platform that starts on a machine that does much else takes a minute and more.
  testTimeout: 300_000,
  reporters: [
    'default',
    '<rootDir>/test/support/rights-reporter.mjs',
    '<rootDir>/test/support/summary-reporter.mjs',
  ],
};
