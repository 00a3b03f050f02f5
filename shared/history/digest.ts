import * as crypto from 'node:crypto';
import { canonical } from './canonical.ts';

/** Lowercase hex SHA-256 of a text's UTF-8 bytes. */
export const sha256: (text: string) => string =
  // In one call where the runtime has it (Node 20.12 and later): a verifier hashes every event of a history.
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'hex')
    : (text) => crypto.createHash('sha256').update(text, 'utf8').digest('hex');

/** Lowercase hex SHA-256 of the RFC 8785 form of a JSON value: a declaration's `contentHash`, an event's `hash`. */
export const digest = (value: unknown): string => sha256(canonical(value));
