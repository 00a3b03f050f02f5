/** The keys of the Projects table, but those of a project's own items: they stand in `shared/project/keys.ts`. */

/** Numbers in a key are padded, so that text order is number order. */
export const padded = (number: number): string => String(number).padStart(4, '0');

/** Counters and sessions stand apart by the beginning of their keys: who may only write these is given no other item. */
export const LIMIT_PREFIX = 'LIMIT#';
export const SESSION_PREFIX = 'S#';
export const LIBRARY_PREFIX = 'LIBRARY#';

/** The attachments of a project, in a partition of their own: whoever reads a project's record reads none of them. */
export const attachmentsPk = (project: string): string => `F#${project}`;
export const attachmentKey = (project: string, attachment: string) => ({
  pk: attachmentsPk(project),
  sk: attachment,
});

export const linkKey = (tokenHash: string) => ({ pk: `L#${tokenHash}`, sk: 'LINK' });
/** The code that proves a mailbox, by request and person. */
export const codeKey = (of: {
  readonly projectId: string;
  readonly revision: number;
  readonly stage: string;
  readonly person: string;
}) => ({ pk: `K#${of.projectId}#${padded(of.revision)}#${of.stage}`, sk: of.person });
/** A call that was carried out, by the hash of who called what by which key. */
export const callKey = (hash: string) => ({ pk: `I#${hash}`, sk: 'CALL' });
/** How often somebody has done what is limited, in one window of time. */
export const limitKey = (limit: string, by: string, window: string) => ({
  pk: `${LIMIT_PREFIX}${limit}#${by}`,
  sk: window,
});
export const sessionKey = (hash: string) => ({ pk: `${SESSION_PREFIX}${hash}`, sk: 'SESSION' });
/** Under the person: all sessions of somebody, by the hash of each. */
export const sessionOfKey = (person: string, hash: string) => ({
  pk: `${SESSION_PREFIX}OF#${person}`,
  sk: `SESSION#${hash}`,
});
/** The programs of the office, and under a key like a session's when each called last. */
export const programKey = (id: string) => ({ pk: 'PROGRAMS', sk: id });
export const programUseKey = (id: string) => ({ pk: `${SESSION_PREFIX}OF-PROGRAMS`, sk: id });
export const rulesKey = { pk: 'RULES', sk: 'CURRENT' } as const;
/** How far open requests have been counted anew by the present calendar. */
export const recountKey = { pk: 'CALENDAR', sk: 'RECOUNT' } as const;
/** The last day on which somebody was told that the coming year's holidays are not known. */
export const calendarWarningKey = { pk: 'CALENDAR', sk: 'WARNING' } as const;
export const rolesKey = (person: string) => ({ pk: `R#${person}`, sk: 'ROLES' });
export const ownOpinionsKey = (person: string) => ({ pk: `ME#${person}`, sk: 'OPINIONS' });
/** Whose account it is, by its `sub`. */
export const accountKey = (account: string) => ({ pk: `R#${account}`, sk: 'PERSON' });
export const directoryKey = { pk: 'DIRECTORY', sk: 'CURRENT' } as const;
/** Up to which version of the directory, and which day, open requests have followed the office. */
export const followedKey = { pk: 'DIRECTORY', sk: 'FOLLOWED' } as const;
export const settingsKey = { pk: 'SETTINGS', sk: 'CURRENT' } as const;
/** What rows of a form's approved declarations offer: those of a unit, and of all units of a finance bureau (USCC). */
export const libraryKey = (form: string, of: 'UNIT' | 'FINANCE', id: string) => ({
  pk: `${LIBRARY_PREFIX}${form}#${of}#${id}`,
  sk: 'ROWS',
});
/** What a round has committed: in all, and for one unit (USCC). */
export const roundKey = (round: string) => ({ pk: `ROUND#${round}`, sk: 'ALL' });
export const roundOfUnitKey = (round: string, unit: string) => ({
  pk: `ROUND#${round}`,
  sk: `UNIT#${unit}`,
});
/** A content that an event binds by its `detailsHash`: every directory, all rules and all settings that ever were in force. */
export const boundKey = (detailsHash: string) => ({ pk: `B#${detailsHash}`, sk: 'CONTENT' });

/**
 * Where the signed checkpoints stand: in the History table, whose policy lets nobody change them either, under a key of
 * their own and without the indexes' attributes.
 */
export const CHECKPOINTS = 'checkpoints';
/** Up to which checkpoint an address has been mailed; the address itself is not kept here. */
export const mailedKey = (addressHash: string) => ({ pk: 'CHECKPOINTS', sk: `MAILED#${addressHash}` });
