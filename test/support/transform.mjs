// Jest's transform: TypeScript and JSX by esbuild, as ES modules, for the Node version that Lambda runs.
import { transformSync } from 'esbuild';

export default {
  process(source, path) {
    const loader = path.endsWith('.tsx') ? 'tsx' : 'ts';
    const { code, map } = transformSync(source, {
      loader,
      format: 'esm',
      target: 'node24',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      sourcefile: path,
      sourcemap: 'external',
    });
    return { code, map };
  },
};
