// `npm start`: brings the platform up on this machine, prints where it is, and ends it at a signal.
import { resolve } from 'node:path';
import { prepareRuntime, runUntilSignal, spareMemory } from './runtime.ts';
import { readSettings } from './settings.ts';

spareMemory();
prepareRuntime(resolve(import.meta.dirname, '../..'));
const { startDevelopment } = await import('./development.ts');

await runUntilSignal(async (fail) =>
  startDevelopment(readSettings(process.env), (line) => console.error(line), fail),
);
