/** What has just been done, as the address says it of the page that follows. */
export type Notice = 'submitted' | 'saved' | 'recalled' | 'withdrawn' | 'objected' | 'urged';
