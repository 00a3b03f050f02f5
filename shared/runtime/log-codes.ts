/**
 * The catalogue of log lines: every line carries one of these codes, and its sentence. A line that is not here
 * cannot be written; an alarm or a search names the code, never the sentence.
 */
export const logCodes = {
  STARTED: 'The invocation started.',
  COMPLETED: 'The invocation ended; `ok` says how.',
  FAILED: 'The invocation ended with an error that its caller will see, or retry.',
  STORAGE_SILENT: 'The tables did not answer, however often they were asked; a request was answered 503.',
  UNEXPECTED: 'A request failed with an error that nobody foresaw; it was answered 500.',
  ISSUER_UNAVAILABLE: 'The OIDC issuer could not be reached.',
  TOKEN_REFUSED: 'A bearer token did not hold; `reason` is the code of the check that failed.',
  SIGN_IN_FAILED:
    "The issuer's answer to a sign-in did not hold; `reason` is the code of the check that failed.",
  SIGNED_IN: 'A person signed in.',
  SIGNED_OUT: 'A person signed out.',
  EVENT_RETRIED: 'An event of the history could not be processed now; the stream delivers it again.',
  EVENT_LEFT:
    'An event could not be processed for trouble outside; others go on, and the sweep repairs what is missing.',
  EVENT_UNPROCESSABLE: 'An event can never be processed; its keys are on the queue for people.',
  NOBODY_TO_ASK: 'A stage has nobody eligible to ask; the directory needs a person for the post.',
  MAIL_UNDELIVERED:
    'A mail did not reach its person: in no directory any more, refused, bounced, or reported as unwanted.',
  MAIL_TROUBLE:
    'SES told later what became of a mail; `kind` and `reason` say what, `isFailure` how it counts.',
  FLOW_RESTARTED: 'An execution had ended before its project; a new one continues from the record.',
  FLOW_REPAIRED: 'An effect that had been lost was made up for; `effect` says which.',
  SWEEP_AT_WORK: 'Another run of the sweep is at work: this one has nothing to do.',
  SWEEP_LAGS:
    'More was due than one run does; the next goes on. `left` counts what is left, `lagSeconds` is how late the oldest is.',
  HISTORY_OVERWRITTEN:
    'An event of the history was changed or removed: somebody went around the append-only rules.',
  HISTORY_DIVERGED:
    'A chain does not hold, or is not what an earlier checkpoint signed; the checkpoint keeps to the earlier one.',
  FILES_UNAVAILABLE: 'The store of attached files did not do what it was asked; `call` says what.',
  KEPT_FILE_LOST: 'A file that a declaration or a decision names is not in the bucket of files.',
  FILE_UNKNOWN:
    'S3 or the scanner told of an upload that no record stands for: it was given up meanwhile, or is none of ours.',
  FILE_NOT_AS_ANNOUNCED:
    'An upload is gone, or holds other bytes than were announced: nothing was kept of it.',
  FILE_UNSCANNABLE:
    'No scan could tell anything of a file; `reason` says why. The office chose what becomes of it.',
  FILE_LOST:
    'An upload that nobody gave up is not in its bucket any more; a draft that names it asks the unit for it again.',
  FILE_GIVEN_UP: 'Nothing named an upload any more: its record and its bytes were removed.',
  SCAN_FAILED: 'The scanner found out nothing; the sweep asks it again.',
  MALWARE_FOUND:
    'A scan found malware; `signature` says which, `isKept` whether the file was handed in or decided with already.',
  CALENDAR_UNKNOWN:
    'The holidays of `year` are not known: deadlines in it are counted by the statutory days off alone.',
  CHECKPOINT_MADE: 'A checkpoint over the heads of all chains was signed and kept.',
  CHECKPOINT_LOST:
    'The archive does not hold the last checkpoint as the table has it; all heads were read anew.',
  CHECKPOINT_UNMAILED: 'A checkpoint could not be mailed to a configured address; the next run tries again.',
} as const;

export type LogCode = keyof typeof logCodes;
