import { ConfigurableModuleBuilder } from '@nestjs/common';
import { DEFAULT_CLIENT } from './client/get-colloquy-token.ts';
import type { ColloquyModuleExtras, ColloquyModuleOptions } from './colloquy-module-options.ts';
import { hostDefinition } from './registry/host-definition.ts';

const DEFAULTS: Required<ColloquyModuleExtras> = {
  name: DEFAULT_CLIENT,
  isGlobal: false,
  registerFilter: false,
  extraProviders: [],
};

/** Every host module has its options under this token, and only itself sees them. */
const OPTIONS = Symbol.for('@colloquy/nestjs options');

export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<ColloquyModuleOptions>({
  optionsInjectionToken: OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createColloquyOptions')
  .setExtras<ColloquyModuleExtras>(DEFAULTS, (definition, { name = DEFAULT_CLIENT, ...extras }) =>
    hostDefinition(definition, { ...DEFAULTS, ...extras, name }, OPTIONS),
  )
  .build();
