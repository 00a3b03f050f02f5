/** Where signing in leads back to an address of ours; to the desk where none is known. */
export const signInFor = (address: string | undefined): string =>
  address === undefined ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(address)}`;
