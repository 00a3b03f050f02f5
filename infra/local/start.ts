// `npm start`: brings the platform up on this machine, prints where it is, and ends it at a signal.
import { prepareRuntime, runUntilSignal, spareMemory } from './runtime.ts';
import { readSettings } from './settings.ts';

spareMemory();
const settings = readSettings(process.env);
prepareRuntime(settings.root);
const { startDevelopment } = await import('./development.ts');

await runUntilSignal((fail) => startDevelopment(settings, (line) => console.error(line), fail));
