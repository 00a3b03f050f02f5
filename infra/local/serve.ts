// `npm run serve`: the platform for an office that has one server, by its settings file, until a signal. With `-- --unit`
// it prints the unit by which systemd runs it, with `-- --backup-unit FOLDER` and `-- --backup-timer` those of its backups.
import { resolve } from 'node:path';
import { readArguments, runCommand } from '../commands/command-line.ts';
import { prepareRuntime, runUntilSignal, spareMemory } from './runtime.ts';

spareMemory();
prepareRuntime(resolve(import.meta.dirname, '../..'));
const { readServeSettings } = await import('./serve/settings-file.ts');

const usage =
  'npm run serve -- [--settings countersign.json] [--unit | --backup-unit FOLDER | --backup-timer]';
const { values } = readArguments(usage, {
  options: {
    settings: { type: 'string', default: 'countersign.json' },
    unit: { type: 'boolean', default: false },
    'backup-unit': { type: 'string' },
    'backup-timer': { type: 'boolean', default: false },
  },
});
const file = resolve(values.settings);
const backups = values['backup-unit'];

if (values.unit || values['backup-timer'] || backups !== undefined) {
  const { backupTimer, backupUnitOf, unitOf } = await import('./serve/unit.ts');
  await runCommand(usage, async () => {
    if (backups !== undefined) return backupUnitOf(readServeSettings(file), file, resolve(backups));
    return values.unit ? unitOf(readServeSettings(file), file) : backupTimer;
  });
} else {
  const { startServing } = await import('./serve/serving.ts');
  await runUntilSignal((fail) => startServing(readServeSettings(file), (line) => console.error(line), fail));
}
