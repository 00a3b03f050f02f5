/** What a body may have where its row says nothing: ten times the largest declaration (20,000 characters, some hundred rows). */
export const USUAL_BODY_BYTES = 1024 * 1024;

/**
 * What the body of a file or of a whole directory may have. Lambda takes 6 MB of a call (the gateway 10 MB), its headers
 * and JSON among them. A file comes as base64, four bytes for three: 5 MB of it would be 6.7 MB. A JSON body comes as
 * text, in which each quotation mark and line end is escaped: of people one byte in six.
 */
export const LARGE_BODY_BYTES = 4 * 1024 * 1024;

/** @param bytes whole megabytes */
export const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;
