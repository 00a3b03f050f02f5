/** Forms of answers beside JSON. */
export const HTML = 'text/html';
export const CSV = 'text/csv';
export const NDJSON = 'application/x-ndjson';
export const ZIP = 'application/zip';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
