// The tier of a test stands in its file name (*.unit.test.ts, *.flow.test.ts, …): `npm test -- flow` runs one tier.
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': '<rootDir>/test/support/transform.mjs' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local'],
  testPathIgnorePatterns: ['/node_modules/'],
  testEnvironment: 'node',
  // Two workers: the flow tests start whole platforms, and CI machines have two cores.
  maxWorkers: 2,
  // A flow test starts the platform (seconds on a busy machine); nothing is asserted about time.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/test/support/summary-reporter.mjs'],
};
