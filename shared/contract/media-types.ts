/** Forms of bodies and answers. */
export const HTML = 'text/html';
export const JSON_TYPE = 'application/json';
export const TEXT = 'text/plain';
export const CSV = 'text/csv';
export const NDJSON = 'application/x-ndjson';
export const ZIP = 'application/zip';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const PDF = 'application/pdf';
export const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
