// What test files run in: Jest's environment for Node, on a global object of V8's own kind. Jest's is a proxy, of which
// every name of the language (`Math`, `Object`, `Map`) is asked anew each time that it is used: some thirty times as
// dear, and the compiler knows none of them. What Jest wants it for, to take away at a file's end what the file left
// there, comes by itself with the end of the context.
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

export default class OrdinaryGlobal extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}
