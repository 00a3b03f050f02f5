/** How an attachment stands, and of what is refused or could not be scanned: why. */
export interface Standing {
  readonly status: 'awaiting' | 'uploaded' | 'clean' | 'refused' | 'unscannable';
  readonly reason?: 'malware' | 'content' | 'locked' | 'unscanned' | null | undefined;
}

/** What the contract tells of an attachment, as far as pages show it. */
export interface AttachmentView extends Standing {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}
