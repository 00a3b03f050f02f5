/**
 * How many cases a property is tried with whose cases take a tenth of a second each, or whose laws are many: all where
 * somebody explores or looks again at what a seed found, a third in the suite. The suite tries the same cases each
 * time, so that more of them find nothing more the second time.
 */
export const tries = (all: number): number =>
  process.env.PROPERTY_SEED === undefined ? Math.ceil(all / 3) : all;
