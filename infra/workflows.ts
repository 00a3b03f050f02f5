import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadForm } from '../shared/declaration/registry.ts';
import type { Workflows } from './constructs/approval-flow.ts';

const folder = resolve(import.meta.dirname, '..', 'shared', 'declaration', 'forms');
// Earlier versions (`<id>.v1.ts`) are kept for what was submitted with them; nothing new is.
const ids = readdirSync(folder)
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((id) => !/\.v\d+$/.test(id));
const loaded = Object.fromEntries(
  await Promise.all(ids.map(async (id) => [id, (await loadForm(id)).stages])),
);

/** The forms that can be submitted and the stages that each passes: a state machine is made for every one. */
export const workflows = (): Workflows => loaded;
