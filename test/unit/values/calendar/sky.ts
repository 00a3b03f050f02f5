/**
 * Sun and moon after Jean Meeus, Astronomical Algorithms (2nd edition, chapters 25 and 49): the moments that the lunar
 * calendar is made of, to well within a minute, from no table of anybody's calendar.
 */

const rad = (degrees: number): number => (degrees * Math.PI) / 180;
const sin = (degrees: number): number => Math.sin(rad(degrees));

const DAY_MS = 86_400_000;
/** Dynamical time is some 75 seconds ahead of ours in the first half of this century. */
const DELTA_T_MS = 75_000;
const fromJulian = (day: number): Date => new Date((day - 2_440_587.5) * DAY_MS - DELTA_T_MS);
const toJulian = (at: Date): number => (at.getTime() + DELTA_T_MS) / DAY_MS + 2_440_587.5;

/** The moment of a new moon, by its number since that of 6 January 2000. */
function newMoon(k: number): Date {
  const t = k / 1236.85;
  const e = 1 - 0.002516 * t - 0.0000074 * t * t;
  const sun = 2.5534 + 29.1053567 * k - 0.0000014 * t * t;
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t;
  const latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t * t;
  const node = 124.7746 - 1.56375588 * k + 0.0020672 * t * t;
  const terms: readonly (readonly [number, number])[] = [
    [-0.4072, moon],
    [0.17241 * e, sun],
    [0.01608, 2 * moon],
    [0.01039, 2 * latitude],
    [0.00739 * e, moon - sun],
    [-0.00514 * e, moon + sun],
    [0.00208 * e * e, 2 * sun],
    [-0.00111, moon - 2 * latitude],
    [-0.00057, moon + 2 * latitude],
    [0.00056 * e, 2 * moon + sun],
    [-0.00042, 3 * moon],
    [0.00042 * e, sun + 2 * latitude],
    [0.00038 * e, sun - 2 * latitude],
    [-0.00024 * e, 2 * moon - sun],
    [-0.00017, node],
  ];
  const mean = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * t * t;
  return fromJulian(terms.reduce((sum, [size, angle]) => sum + size * sin(angle), mean));
}

/** The new moon that is nearest to a moment. */
export function newMoonNear(at: Date): Date {
  const near = Math.round((toJulian(at) - 2_451_550.1) / 29.530588861);
  const [first, ...others] = [near, near - 1, near + 1].map(newMoon);
  if (first === undefined) throw new Error('There is always a new moon');
  const distance = (one: Date) => Math.abs(one.getTime() - at.getTime());
  return others.reduce((best, one) => (distance(one) < distance(best) ? one : best), first);
}

/** How far the sun has come since the spring equinox, in degrees: Qingming is the day on which it passes 15. */
export function sunLongitude(at: Date): number {
  const t = (toJulian(at) - 2_451_545) / 36_525;
  const mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t;
  const anomaly = 357.52911 + 35_999.05029 * t - 0.0001537 * t * t;
  const centre =
    (1.914602 - 0.004817 * t) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly);
  const apparent = mean + centre - 0.00569 - 0.00478 * sin(125.04 - 1934.136 * t);
  return ((apparent % 360) + 360) % 360;
}
