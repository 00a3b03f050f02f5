import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Directory, directory } from '../../shared/workflow/directory.ts';

const file = join(import.meta.dirname, '..', '..', 'infra', 'local', 'sample-directory.json');

/** The directory that a platform begins with where somebody develops. */
export const sampleDirectory: Directory = directory.parse(JSON.parse(readFileSync(file, 'utf8')));
