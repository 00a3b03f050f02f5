import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { Command, RefusalCode } from '../../../shared/workflow/commands.ts';

/** The files of this folder are the workflow's handbook: a command each, and every reason why one is refused. */

// The compiler demands every code and every command here.
const codes: Readonly<Record<RefusalCode, true>> = {
  'no-such-project': true,
  'not-in-this-state': true,
  'stale-version': true,
  'nobody-decides': true,
  'no-open-round': true,
  'over-ceiling': true,
  'nothing-cut': true,
  'already-objected': true,
  'nobody-asked': true,
  'urged-today': true,
  'offices-closed': true,
  'request-closed': true,
  'already-asked': true,
  'already-decided': true,
  'content-changed': true,
  'not-asked': true,
  'no-longer-listed': true,
  'code-required': true,
  'reason-required': true,
  'cuts-do-not-hold': true,
  'no-previous-stage': true,
  'opened-since': true,
  'nothing-to-take-back': true,
  'has-taken-effect': true,
  'too-late': true,
  'too-many-links': true,
  'unknown-person': true,
  'not-a-holder': true,
  'to-oneself': true,
  'not-due': true,
  'already-reported': true,
  'made-it': true,
  'own-unit': true,
  'other-unit': true,
  'decided-elsewhere': true,
  'changed-the-office': true,
  'is-away': true,
  'already-its-unit': true,
};
const commands: Readonly<Record<Command['type'], true>> = {
  create: true,
  save: true,
  submit: true,
  recall: true,
  withdraw: true,
  object: true,
  urge: true,
  request: true,
  'renew-link': true,
  remind: true,
  postpone: true,
  'recount-deadline': true,
  reassign: true,
  reroute: true,
  'change-unit': true,
  decide: true,
  'take-back': true,
  lapse: true,
  'restart-flow': true,
  list: true,
  'report-mail-failure': true,
};

const files = readdirSync(import.meta.dirname);
const text = files.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\n');

it.each(Object.keys(commands))('the command %s has its file', (command) => {
  expect(files).toContain(`${command}.unit.test.ts`);
});

it.each(Object.keys(codes))('the refusal %s is specified', (code) => {
  expect(text).toMatch(new RegExp(`refuses\\(\\s*'${code}'|refused: '${code}'`));
});
