/** The parts of a desk: what waits for its reader, what is theirs and with others, what is done. */
export const deskTabs = ['waiting', 'mine', 'done'] as const;
export type DeskTab = (typeof deskTabs)[number];
