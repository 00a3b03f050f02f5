// Loaded before Jest, in each of its processes (`npm test`): keeps what V8 made of a module's text. Each test file has
// all its modules compiled anew otherwise, Jest's own among them, which is a fifth of what a small file costs.
const vm = require('node:vm');

const { compileFunction, SourceTextModule } = vm;

/** By name, the text that was compiled last and what came of it: V8 itself compares no more than the texts' lengths. */
const kept = new Map();

const keptOf = (name, code) => {
  const known = kept.get(name);
  return known?.code === code ? known.data : undefined;
};

vm.compileFunction = (code, parameters, options) => {
  const name = `function of ${parameters}: ${options.filename}`;
  const cachedData = keptOf(name, code);
  if (cachedData) return compileFunction(code, parameters, { ...options, cachedData });
  const compiled = compileFunction(code, parameters, { ...options, produceCachedData: true });
  if (compiled.cachedDataProduced) kept.set(name, { code, data: compiled.cachedData });
  return compiled;
};

vm.SourceTextModule = class extends SourceTextModule {
  constructor(code, options) {
    const name = `module: ${options.identifier}`;
    const cachedData = keptOf(name, code);
    super(code, cachedData ? { ...options, cachedData } : options);
    if (!cachedData) kept.set(name, { code, data: this.createCachedData() });
  }
};
