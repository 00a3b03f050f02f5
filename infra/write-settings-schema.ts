/** Writes the schema by which editors complete and check a settings file: `npm run settings-schema`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFileSchema } from './settings-file.ts';

const path = join(import.meta.dirname, 'countersign.schema.json');
writeFileSync(path, `${JSON.stringify(settingsFileSchema(), null, 2)}\n`);
