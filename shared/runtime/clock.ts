/** The one place that reads the clock; what needs the time takes this function, so a test can give it another. */
export const now = (): Date => new Date();
