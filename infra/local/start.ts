// `npm start`: brings the platform up on this machine, prints where it is, and ends it at a signal.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { readSettings } from './settings.ts';

// Lambda's time zone; the functions run in threads of this process.
process.env.TZ = 'UTC';
const settings = readSettings(process.env);
// Threads start with a young generation of 1 MB, which is collected all the time; 16 MB take a fifth off the work of
// a busy platform, and go with the thread when it is idle.
setFlagsFromString('--min-semi-space-size=16');
// Half of a quick start is reading and compiling modules. It must be on before they are loaded, hence the import below.
enableCompileCache(join(settings.root, 'node_modules', '.cache', 'compile'));
const { startHost } = await import('./host.ts');

const say = (line: string): void => console.log(line);
try {
  const host = await startHost(settings, (line) => console.error(line));
  for (const line of host.introduction) say(line);
  // A defect in one request or timer is told; it does not take the platform away from everybody.
  process.on('uncaughtException', (error) => console.error('A defect; the platform goes on:', error));
  // Tests and people wait for this line.
  say('Ready.');

  let ending = false;
  const end = (): void => {
    // Whoever asks twice does not want to wait.
    if (ending) process.exit(1);
    ending = true;
    void host.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
} catch (error) {
  console.error(`The platform cannot start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
