import { BEIJING_MS } from './beijing-time.ts';

/** The year that it is in Beijing: a budget's year begins there, eight hours before UTC's (domain.md §1). */
export const beijingYear = (now: Date): number => new Date(now.getTime() + BEIJING_MS).getUTCFullYear();
