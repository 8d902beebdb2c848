import { registerHooks } from 'node:module';

// Preloaded into a process whose node-llama-cpp is not to be found: Node looks for a name that nobody has.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === 'node-llama-cpp' ? 'node-llama-cpp-is-not-installed' : specifier, context),
});
