/** Moments at which working days, years or the calendar have an edge, by what they are. */
export const dates = [
  ['a Saturday', '2026-03-21T02:00:00.000Z'],
  ['the eve of National Day', '2026-09-30T02:00:00.000Z'],
  ['31 December, 23:50 in Beijing', '2026-12-31T15:50:00.000Z'],
  ['29 February', '2024-02-29T02:00:00.000Z'],
  ['a year whose holidays are not published', '2031-06-18T02:00:00.000Z'],
] as const;
