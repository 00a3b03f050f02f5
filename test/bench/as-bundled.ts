import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The bench runs use cases of the product in its own process. Their bundler takes the form of a package that is named
 * `module`; Node by itself takes the CommonJS one, which in this package hides its names.
 */
const PACKAGE = 'chinese-days';

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    if (specifier !== PACKAGE) return resolved;
    const file = join(dirname(fileURLToPath(resolved.url)), 'index.es.js');
    return { url: pathToFileURL(file).href, format: 'module', shortCircuit: true };
  },
});
