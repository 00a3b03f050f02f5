/** What this tab keeps under a name. @returns null where nothing is kept, or nothing may be */
export function storedUnder(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    // Switched off: nothing was ever kept.
    return null;
  }
}
