import { verifyCommand } from './command.ts';

// The entry of verify.mjs. Set, not called: what is written must be out before the process ends.
const { code, out, error } = verifyCommand(process.argv.slice(2));
process.stdout.write(out);
process.stderr.write(error);
process.exitCode = code;
